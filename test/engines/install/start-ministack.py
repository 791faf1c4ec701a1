"""Starts MiniStack with what its CloudFormation and its Glue lack, and ends it when whoever started it is gone."""

import os
import re
import signal
import sys
import threading

import ministack.app
import ministack.core.iam_evaluator as evaluator
import ministack.services.athena as athena
import ministack.services.glue as glue
import ministack.services.iam as iam
import ministack.services.organizations as organizations
from ministack.services.cloudformation import provisioners


def create_named_query(logical_id, props, stack_name):
    data = {name: value for name, value in props.items() if name != "ClientRequestToken"}
    created = provisioners._glue_call(athena._create_named_query, data, "AWS::Athena::NamedQuery", "create")
    return created["NamedQueryId"], {"NamedQueryId": created["NamedQueryId"]}


def delete_named_query(physical_id, props):
    athena._delete_named_query({"NamedQueryId": physical_id})


# Every property of a named query needs a replacement, so there is no update.
provisioners._RESOURCE_HANDLERS["AWS::Athena::NamedQuery"] = {
    "create": create_named_query,
    "delete": delete_named_query,
}

create_table = glue._create_table


def create_table_as_described(data):
    answer = create_table(data)
    description = data.get("TableInput", {}).get("Description")
    table = glue._tables.get(f"{data.get('DatabaseName')}/{data.get('TableInput', {}).get('Name')}")
    # Trino takes an empty description for the comment of a view, and then knows no view.
    if description is None and table is not None:
        table.pop("Description", None)
    return answer


glue._create_table = create_table_as_described

resolve_condition_key = evaluator._resolve_condition_key


def resolve_principal_as_its_role(key, context):
    # AWS compares the ARN of the role, with its path; here, it would be that of the session.
    if key.lower() == "aws:principalarn" and ":assumed-role/" in context.principal_arn:
        name = context.principal_arn.split(":assumed-role/")[1].split("/")[0]
        role = iam._roles.get_scoped(context.principal_account, None, name)
        return role["Arn"] if role else context.principal_arn
    return resolve_condition_key(key, context)


def organization_of(account):
    """The organization that lists the account; here each account that asks for one has its own."""
    for management, listed in list(organizations._accounts._data):
        if listed == account:
            return organizations._orgs.get_scoped(management, None, "self")["Id"]
    return None


def resolve_as_aws(key, context):
    # It is the organization of the account that a role is in; here, nobody would say.
    if key.lower() == "aws:resourceorgid":
        return organization_of(evaluator._account_from_arn(context.resource_arn) or context.principal_account)
    return resolve_principal_as_its_role(key, context)


evaluator._resolve_condition_key = resolve_as_aws

conditions_met = evaluator._conditions_met


def filled_in(value, context):
    """With the values of the variables, such as ${aws:PrincipalOrgID}; here, they would stay as they are."""
    if isinstance(value, list):
        return [filled_in(each, context) for each in value]
    return re.sub(r"\$\{([^}]+)\}", lambda found: str(resolve_as_aws(found[1], context) or found[0]), str(value))


def filled_in_conditions_met(conditions, context):
    return conditions_met(
        {
            operator: {key: filled_in(value, context) for key, value in wanted.items()}
            for operator, wanted in conditions.items()
        },
        context,
    )


evaluator._conditions_met = filled_in_conditions_met

# With TLS it would also listen on 443, where two of them meet.
ministack.app._port_is_bindable = lambda host, port: False


def end_with_parent():
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
ministack.app.main()
