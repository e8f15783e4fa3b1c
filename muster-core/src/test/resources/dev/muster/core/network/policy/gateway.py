"""Tries real connections through a gateway: gateway.py STEPS NAME=PID…

Each line of STEPS is a step and, after a colon, what is expected; its words are printed with what came of it. What is expected to
be open is waited for, since a loaded machine is slow; what is not is tried for a moment, since packets that are dropped say nothing.
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

libc = ctypes.CDLL(None, use_errno=True)
PIDS = dict(word.split("=") for word in sys.argv[2:])
SPACES = {name: os.open(f"/proc/{pid}/ns/net", os.O_RDONLY) for name, pid in PIDS.items()}
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)


PATIENCE = {"open": 20, "alive": 20}
MOMENT = 0.6


def sock(who, address, patience=MOMENT):
    """A socket stays in the namespace that it was made in."""
    libc.setns(SPACES[who], 0x40000000)
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.settimeout(patience)
    libc.setns(HOME, 0x40000000)
    return made


def echo(conn):
    try:
        while data := conn.recv(100):
            conn.sendall(data)
    except OSError:
        pass


def serve(who, address, port, ready):
    ear = sock(who, address)
    if ":" in address:
        ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    ear.bind((address, port))
    ear.settimeout(None)
    ear.listen()
    ready.release()
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
listening = threading.Semaphore(0)
waited = 0
for who in ("cloud", "lamp", "lock", "guest", "gate"):
    for family in ("0.0.0.0", "::"):
        for port in (80, 443, 8080, 8444):
            threading.Thread(target=serve, args=(who, family, port, listening), daemon=True).start()
            waited += 1
for _ in range(waited):
    if not listening.acquire(timeout=30):
        sys.exit("not everybody listens")
for line in open(sys.argv[1]):
    step, _, wanted = line.strip().rpartition(": ")
    words = step.split()
    patience = PATIENCE.get(wanted, MOMENT)
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
        conn = sock(words[at], words[at + 1], patience)
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
        kept[words[1]].settimeout(patience)
        result = "alive" if carries(kept[words[1]]) else "cut"
    print(" ".join(words), result, sep=": ", flush=True)
