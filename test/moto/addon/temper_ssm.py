"""Systems Manager: the agents that moto has no notion of."""

import world


@world.instead("ssm", "DescribeInstanceInformation")
def every_running_instance_reports(call):
    """Every running instance counts as one whose agent is online."""
    wanted = None
    for test in call.parameters.get("Filters", []):
        if test["Key"] == "InstanceIds":
            wanted = test["Values"]
    found = []
    for reservation in world.backend("ec2", call).reservations.values():
        for instance in reservation.instances:
            if instance.state == "running" and (wanted is None or instance.id in wanted):
                found.append({"InstanceId": instance.id, "PingStatus": "Online", "PlatformType": "Linux"})
    return {"InstanceInformationList": found}
