"""Keeps one connection alive and says when its last byte came back: flow.py ADDRESS PORT

Prints "alive" when it carries bytes, then, once no byte came back for a second, "cut" and the time of the last one in
milliseconds since 1970.
"""
import socket
import sys
import time

conn = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
conn.settimeout(1)
last = None
try:
    while True:
        conn.sendall(b"y")
        if conn.recv(1) != b"y":
            break
        if last is None:
            print("alive", flush=True)
        last = time.time()
        time.sleep(0.002)
except OSError:
    pass
print("cut", int((last or 0) * 1000), flush=True)
