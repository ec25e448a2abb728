"""Where moto is kinder, or less kind, than AWS: one module a service."""

import temper_acm  # noqa: F401
import temper_ec2  # noqa: F401
import temper_elbv2  # noqa: F401
import temper_iam  # noqa: F401
import temper_rds  # noqa: F401
import temper_route53  # noqa: F401
import temper_s3  # noqa: F401
import temper_ssm  # noqa: F401
