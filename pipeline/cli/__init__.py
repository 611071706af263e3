"""The command ``sorot``: functions here parse, call and print, nothing else."""
