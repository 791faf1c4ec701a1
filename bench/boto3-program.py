"""
The program that somebody would write with boto3: all builds by the list, then their details, ten at a time, with
throttled calls repeated by hand. Prints the seconds that the reading took, without those of Python's start.

    AWS_ENDPOINT_URL_IMAGEBUILDER=http://127.0.0.1:PORT python3 boto3-program.py
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# As many as boto3 keeps connections for, where nobody says otherwise.
THREADS = 10
ATTEMPTS = 10


def with_retries(call, **arguments):
    for attempt in range(ATTEMPTS):
        try:
            return call(**arguments)
        except ClientError as error:
            is_throttled = error.response["ResponseMetadata"]["HTTPStatusCode"] == 429
            if not is_throttled or attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, min(20, 0.1 * 2**attempt)))


def list_arns(client):
    arns, token = [], {}
    while True:
        page = with_retries(client.list_workflow_build_versions, maxResults=25, **token)
        arns += [summary["arn"] for summary in page["workflowSummaryList"]]
        if "nextToken" not in page:
            return arns
        token = {"nextToken": page["nextToken"]}


def main():
    config = Config(region_name="us-east-1", retries={"total_max_attempts": 1}, max_pool_connections=THREADS)
    client = boto3.client("imagebuilder", config=config)
    start = time.perf_counter()
    arns = list_arns(client)
    with ThreadPoolExecutor(THREADS) as pool:
        workflows = list(pool.map(lambda arn: with_retries(client.get_workflow, workflowBuildVersionArn=arn), arns))
    assert all(workflow["workflow"]["data"] for workflow in workflows)
    print(time.perf_counter() - start)


main()
