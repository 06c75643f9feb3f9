"""Loads rows of newline-delimited JSON into DuckDB with dlt, in its fastest format: parquet.

Arguments: the text, the folder for everything that is written. dlt's own settings come from the environment.
"""

import json
import sys

import dlt

text, folder = sys.argv[1:]


@dlt.resource(name="events", columns={"price": {"data_type": "decimal", "precision": 18, "scale": 4}})
def events():
    page = []
    with open(text, encoding="utf-8") as lines:
        for line in lines:
            page.append(json.loads(line))
            if len(page) == 2000:
                yield page
                page = []
    yield page


pipeline = dlt.pipeline(
    pipeline_name="peer",
    pipelines_dir=f"{folder}/dlt",
    destination=dlt.destinations.duckdb(f"{folder}/dlt.duckdb"),
    dataset_name="bench",
)
pipeline.run(events(), loader_file_format="parquet")
