"""Tables as Parquet files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet: the same rows always give the same bytes."""
    arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    for place, field in enumerate(arrow.schema):
        if pa.types.is_dictionary(field.type):
            # pandas numbers few categories in one byte: too few for those of all partitions.
            wide = arrow.column(place).cast(pa.dictionary(pa.int32(), pa.string()))
            arrow = arrow.set_column(place, field.name, wide)
    with path.open("wb") as file:
        # A sum for each page: a byte that a disk has changed is noticed where it is read.
        pq.write_table(arrow, file, compression="zstd", write_page_checksum=True)
