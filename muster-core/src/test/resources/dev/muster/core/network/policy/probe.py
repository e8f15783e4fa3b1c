"""Tries real connections: probe.py DEVICE_PID STEPS

Each line of STEPS is a step; its words are printed with what came of it. The device is 10.0.0.31 and fd00::31, everybody else
lives in the other namespace.
  load FILE                     rules into the device's namespace
  answer SET ADDRESS SECONDS    what a resolver does with an answer
  wait SECONDS
  tcp|udp out ADDRESS PORT      the device opens
  tcp|udp in ADDRESS SPORT PORT somebody opens to the device, from this address and port (0: any)
  hold ADDRESS PORT             the device opens a TCP connection and keeps it
  held                          whether the kept connection still carries bytes both ways
"""
import ctypes, os, select, socket, subprocess, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)
PATIENCE = 0.6
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)
DEVICE = os.open(f"/proc/{sys.argv[1]}/ns/net", os.O_RDONLY)


def sock(where, address, kind):
    """A socket stays in the namespace that it was made in."""
    libc.setns(where, 0x40000000)
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.settimeout(PATIENCE)
    libc.setns(HOME, 0x40000000)
    return made


def echo(conn):
    try:
        while data := conn.recv(100):
            conn.sendall(data)
    except OSError:
        pass


def serve(where, address, kind, port):
    ear = sock(where, address, kind)
    if ":" in address:
        ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    ear.bind((address, port))
    ear.settimeout(None)
    if kind == socket.SOCK_STREAM:
        ear.listen()
    while True:
        if kind == socket.SOCK_STREAM:
            conn, _ = ear.accept()
            threading.Thread(target=echo, args=(conn,), daemon=True).start()
        else:
            data, peer = ear.recvfrom(100)
            ear.sendto(data, peer)


def attempt(words):
    kind = socket.SOCK_STREAM if words[0] == "tcp" else socket.SOCK_DGRAM
    out = words[1] == "out"
    address, port = (words[2], int(words[3])) if out else ("fd00::31" if ":" in words[2] else "10.0.0.31", int(words[4]))
    with sock(DEVICE if out else HOME, address, kind) as mine:
        try:
            if not out:
                mine.bind((words[2], int(words[3])))
            mine.connect((address, port))
            mine.send(b"x")
            return "open" if mine.recv(10) == b"x" else "shut"
        except OSError:
            return "shut"


def steps():
    kept = None
    for line in open(sys.argv[2]):
        words = line.split()
        result = "done"
        if words[0] in ("tcp", "udp"):
            result = attempt(words)
        elif words[0] == "load":
            subprocess.run(["nsenter", "-t", sys.argv[1], "-n", "nft", "-f", words[1]], check=True)
        elif words[0] == "answer":
            element = f"add element inet muster {words[1]} {{ {words[2]} timeout {words[3]}s }}"
            subprocess.run(["nsenter", "-t", sys.argv[1], "-n", "nft", element], check=True)
        elif words[0] == "wait":
            time.sleep(float(words[1]))
        elif words[0] == "hold":
            kept = sock(DEVICE, words[1], socket.SOCK_STREAM)
            kept.connect((words[1], int(words[2])))
        elif words[0] == "held":
            try:
                kept.send(b"y")
                result = "alive" if kept.recv(10) == b"y" else "cut"
            except OSError:
                result = "cut"
        print(" ".join(words), result, sep=": ", flush=True)


for family in ("0.0.0.0", "::"):
    for port in (80, 443, 800, 8010, 9999):
        threading.Thread(target=serve, args=(HOME, family, socket.SOCK_STREAM, port), daemon=True).start()
    # A datagram's answer must come from the address that was asked.
    for address in [f"10.0.0.{a}" if family == "0.0.0.0" else f"fd00::{a}" for a in (7, 21, 22, 53)]:
        for port in (53, 8008, 9999):
            threading.Thread(target=serve, args=(HOME, address, socket.SOCK_DGRAM, port), daemon=True).start()
    for port in (80, 8080):
        threading.Thread(target=serve, args=(DEVICE, family, socket.SOCK_STREAM, port), daemon=True).start()
    threading.Thread(target=serve, args=(DEVICE, family, socket.SOCK_DGRAM, 5000), daemon=True).start()
    time.sleep(0.3)
steps()
