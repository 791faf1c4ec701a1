"""
The careful program that somebody would write with boto3 for a whole organization: it lists the accounts, assumes the
role of each once, asks which Regions it has, and reads each Region in a pool of threads, with calls that are throttled or
time out repeated by hand. What could not be read is said. Prints what it cost as JSON.

    AWS_ENDPOINT_URL=http://127.0.0.1:PORT python3 boto3-organization.py OWN-ACCOUNT ROWS FOUND
"""

import gzip
import json
import random
import resource
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

THREADS = 64
ATTEMPTS = 10
TIMED_OUT_ATTEMPTS = 2
HOME = "us-east-1"
CONFIG = Config(
    retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=15, max_pool_connections=THREADS
)

own_account, rows_path, found_path = sys.argv[1:]
# One session for all clients, so that the models are loaded once. It makes one client at a time.
session = boto3.Session(region_name=HOME)
session_lock = threading.Lock()
rows_lock = threading.Lock()


def new_client(service, region, credentials):
    with session_lock:
        return session.client(service, region_name=region, config=CONFIG, **credentials)


def with_retries(call, **arguments):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return call(**arguments)
        except ClientError as error:
            is_throttled = error.response["ResponseMetadata"]["HTTPStatusCode"] == 429
            if not is_throttled or attempt == ATTEMPTS:
                raise
        except ReadTimeoutError:
            if attempt >= TIMED_OUT_ATTEMPTS:
                raise
        time.sleep(random.uniform(0, min(20, 0.1 * 2**attempt)))


def pages(call, token, **arguments):
    while True:
        page = with_retries(call, **arguments)
        yield page
        if token not in page:
            return
        arguments[token] = page[token]


def list_accounts():
    client = new_client("organizations", HOME, {})
    accounts = [account for page in pages(client.list_accounts, "NextToken") for account in page["Accounts"]]
    return [account["Id"] for account in accounts if account["State"] == "ACTIVE"]


def assume_role(sts, account):
    if account == own_account:
        return {}
    role = f"arn:aws:iam::{account}:role/workflow-lake/member"
    given = with_retries(sts.assume_role, RoleArn=role, RoleSessionName="bench")["Credentials"]
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }


def enabled_regions(credentials):
    client = new_client("account", HOME, credentials)
    wanted = ["ENABLED", "ENABLED_BY_DEFAULT"]
    answers = pages(client.list_regions, "NextToken", MaxResults=50, RegionOptStatusContains=wanted)
    return [region["RegionName"] for page in answers for region in page["Regions"]]


def read_target(client):
    answers = pages(client.list_workflow_build_versions, "nextToken", maxResults=25)
    arns = [summary["arn"] for page in answers for summary in page["workflowSummaryList"]]
    return [with_retries(client.get_workflow, workflowBuildVersionArn=arn)["workflow"] for arn in arns]


class Reader:
    def __init__(self, file):
        self.file = file
        self.sts = new_client("sts", HOME, {})
        self.rows = {}
        self.unread = []

    def open(self, account):
        try:
            credentials = assume_role(self.sts, account)
            return [(account, region, credentials) for region in enabled_regions(credentials)]
        except (ClientError, BotoCoreError):
            self.unread.append(f"{account} *")
            return []

    def read(self, target):
        account, region, credentials = target
        name = f"{account} {region}"
        try:
            workflows = read_target(new_client("imagebuilder", region, credentials))
        except (ClientError, BotoCoreError):
            self.unread.append(name)
            return
        self.rows[name] = len(workflows)
        lines = "".join(json.dumps(workflow) + "\n" for workflow in workflows)
        with rows_lock:
            self.file.write(lines)


def main():
    start = time.perf_counter()
    with gzip.open(rows_path, "wt") as file, ThreadPoolExecutor(THREADS) as pool:
        reader = Reader(file)
        targets = [target for opened in pool.map(reader.open, list_accounts()) for target in opened]
        list(pool.map(reader.read, targets))
    seconds = time.perf_counter() - start
    with open(found_path, "w") as file:
        json.dump({"rows": reader.rows, "unread": reader.unread}, file)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu, "peakMegabytes": usage.ru_maxrss / 1024}))


main()
