"""Many threads at once: every interleaving of a first use, and a stress run.

    python -m tests.threads --processes 3000

starts that many fresh processes, and compares what their threads answer with what one
thread alone does. See `stress` for how a process comes so cheap.
"""
