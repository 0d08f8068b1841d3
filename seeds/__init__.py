"""Reference data as CSV files, one header line each; read by ``transforms.seeds``."""
