"""RDS: deletes that AWS would refuse, and the engine versions that moto does not list."""

import world
from refusal import Refused

# Engine, version, parameter group family, and whether it is the default. The wizard's tests need a few, not all.
_VERSIONS = (
    ("postgres", "16.10", "postgres16", False),
    ("postgres", "17.6", "postgres17", True),
    ("postgres", "18.1", "postgres18", False),
    ("mysql", "8.0.43", "mysql8.0", False),
    ("mysql", "8.4.6", "mysql8.4", True),
    ("mariadb", "10.11.13", "mariadb10.11", False),
    ("mariadb", "11.8.3", "mariadb11.8", True),
)


@world.before("rds", "DeleteDBInstance")
def final_snapshot_or_none(call):
    """AWS wants to be told; moto deletes without a snapshot.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
    """
    sent = call.parameters
    if sent.get("SkipFinalSnapshot") and sent.get("FinalDBSnapshotIdentifier"):
        message = "FinalDBSnapshotIdentifier can not be specified when deleting without a final snapshot."
        raise Refused("InvalidParameterCombination", message)
    if not sent.get("SkipFinalSnapshot") and not sent.get("FinalDBSnapshotIdentifier"):
        message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
        raise Refused("InvalidParameterCombination", message)


def _databases(call):
    return world.backend("rds", call).databases.values()


@world.before("rds", "DeleteDBSubnetGroup")
def subnet_group_in_use(call):
    """Moto deletes it from under the database."""
    name = call.parameters["DBSubnetGroupName"].lower()
    for database in _databases(call):
        group = database.db_subnet_group
        if group is not None and group.name.lower() == name:
            message = f"Cannot delete the subnet group '{name}' because {database.db_instance_identifier} uses it."
            raise Refused("InvalidDBSubnetGroupStateFault", message)


@world.before("rds", "DeleteDBParameterGroup")
def parameter_group_in_use(call):
    """Moto deletes it, and fails at the database's next change."""
    name = call.parameters["DBParameterGroupName"].lower()
    for database in _databases(call):
        if name in [group.name.lower() for group in database.db_parameter_groups()]:
            message = "One or more database instances are still members of this parameter group."
            raise Refused("InvalidDBParameterGroupState", message)


@world.instead("rds", "DescribeDBEngineVersions")
def engine_versions(call):
    """A few versions of the open engines, the default ones marked by `DefaultOnly`."""
    sent = call.parameters
    found = [
        {
            "Engine": engine,
            "EngineVersion": version,
            "DBParameterGroupFamily": family,
            "DBEngineDescription": engine,
            "DBEngineVersionDescription": f"{engine} {version}",
            "Status": "available",
        }
        for engine, version, family, default in _VERSIONS
        if sent.get("Engine") in (None, engine)
        and (sent.get("EngineVersion") is None or f"{version}.".startswith(f"{sent['EngineVersion']}."))
        and sent.get("DBParameterGroupFamily") in (None, family)
        and (default or not sent.get("DefaultOnly"))
    ]
    return {"DBEngineVersions": found}
