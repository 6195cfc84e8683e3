#!/usr/bin/env python3
"""cpu.py REPEATS COMMAND...: CPU time of commands, run in turn, output thrown away.

Prints each one's median in milliseconds of user and system time, and its ratio to the first's.
"""
import resource
import statistics
import subprocess
import sys


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


repeats, commands = int(sys.argv[1]), sys.argv[2:]
times = {command: [] for command in commands}
for _ in range(repeats):
    for command in commands:
        times[command].append(cpu(command))
first = statistics.median(times[commands[0]])
for command in commands:
    middle = statistics.median(times[command])
    print(f"{middle:8.1f} ms  {middle / first:5.2f}  {command}")
