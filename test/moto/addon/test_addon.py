"""All tests of the add-on: `python3 -m unittest discover -s test/moto/addon`.

The test modules are imported here and not found by name, so that they share one server.
"""

import unittest

from checks_codedeploy import *  # noqa: F401, F403
from checks_conformance import *  # noqa: F401, F403
from checks_deployments import *  # noqa: F401, F403
from checks_rules import *  # noqa: F401, F403
from checks_temper import *  # noqa: F401, F403
from checks_temper_net import *  # noqa: F401, F403

if __name__ == "__main__":
    unittest.main()
