"""Tries real connections through a gateway: gateway.py STEPS NAME=PID…

Each line of STEPS is a step; its words are printed with what came of it.
  load FILE                     rules into the gateway's namespace
  tcp WHO ADDRESS PORT [FROM]   WHO opens, from this address of its own when one is said
  hold KEY WHO ADDRESS PORT     WHO opens a connection and keeps it
  held KEY                      whether the kept connection still carries bytes both ways
  nf VALUE                      whether bridged packets are shown to the packet filter
"""
import ctypes
import os
import socket
import subprocess
import sys
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)
PIDS = dict(word.split("=") for word in sys.argv[2:])
SPACES = {name: os.open(f"/proc/{pid}/ns/net", os.O_RDONLY) for name, pid in PIDS.items()}
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)


def sock(who, address):
    """A socket stays in the namespace that it was made in."""
    libc.setns(SPACES[who], 0x40000000)
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.settimeout(0.6)
    libc.setns(HOME, 0x40000000)
    return made


def echo(conn):
    try:
        while data := conn.recv(100):
            conn.sendall(data)
    except OSError:
        pass


def serve(who, address, port):
    ear = sock(who, address)
    if ":" in address:
        ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    ear.bind((address, port))
    ear.settimeout(None)
    ear.listen()
    while True:
        conn, _ = ear.accept()
        threading.Thread(target=echo, args=(conn,), daemon=True).start()


def carries(conn):
    try:
        conn.send(b"y")
        return conn.recv(10) == b"y"
    except OSError:
        return False


kept = {}
for who in ("cloud", "lamp", "lock", "guest", "gate"):
    for family in ("0.0.0.0", "::"):
        for port in (80, 443, 8080, 8444):
            threading.Thread(target=serve, args=(who, family, port), daemon=True).start()
time.sleep(0.5)
for line in open(sys.argv[1]):
    words = line.split()
    result = "done"
    inside = ["nsenter", "-t", PIDS["gate"], "-n"]
    if words[0] == "load":
        subprocess.run(inside + ["nft", "-f", words[1]], check=True)
    elif words[0] == "list":
        listed = subprocess.run(inside + ["nft", "-n", "-s", "list", "table", "inet", "muster-gateway"], check=True, capture_output=True)
        open(words[1], "wb").write(listed.stdout)
    elif words[0] == "nf":
        subprocess.run(inside + ["sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=" + words[1]], check=True)
    elif words[0] in ("tcp", "hold"):
        at = 2 if words[0] == "hold" else 1
        conn = sock(words[at], words[at + 1])
        try:
            if words[0] == "tcp" and len(words) == 5:
                conn.bind((words[4], 0))
            conn.connect((words[at + 1], int(words[at + 2])))
            result = "open" if carries(conn) else "shut"
        except OSError:
            result = "shut"
        if words[0] == "hold":
            kept[words[1]] = conn
        else:
            conn.close()
    elif words[0] == "held":
        result = "alive" if carries(kept[words[1]]) else "cut"
    print(" ".join(words), result, sep=": ", flush=True)
