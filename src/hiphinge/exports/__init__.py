"""Files for other programs: JSON, Parquet, CSV, TRC, MOT, C3D, xlsx."""
