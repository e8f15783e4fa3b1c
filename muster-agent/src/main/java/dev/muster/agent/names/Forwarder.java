package dev.muster.agent.names;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** The device's own resolver: listens on its loopback, over UDP and TCP, until it is closed. */
public final class Forwarder implements Closeable {
    /** Questions that are asked upstream at a time; a device has a handful. More wait in the socket or are lost. */
    private static final int QUESTIONS_MOST = 256;

    private static final int CONNECTIONS_MOST = 32;

    /** Questions are below 512; with options below 1,232. */
    private static final int QUESTION_BYTES = 4096;

    private static final int CONNECTION_MILLIS = 10_000;

    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final Answering answering;
    private final Semaphore questions = new Semaphore(QUESTIONS_MOST);
    private final Semaphore open = new Semaphore(CONNECTIONS_MOST);

    private Forwarder(DatagramSocket datagrams, ServerSocket connections, Answering answering) {
        this.datagrams = datagrams;
        this.connections = connections;
        this.answering = answering;
    }

    /**
     * Opens it.
     *
     * @param at such as 127.0.0.1:53; port 0 for any
     * @param names takes what the policy's names lead to
     * @throws IOException when the address cannot be had
     */
    public static Forwarder open(InetSocketAddress at, Upstream upstream, NameAddresses names, Heard.Listener listener)
            throws IOException {
        ServerSocket connections = new ServerSocket();
        DatagramSocket datagrams;
        try {
            connections.setReuseAddress(true);
            connections.bind(at);
            datagrams = new DatagramSocket(connections.getLocalSocketAddress());
        } catch (IOException e) {
            connections.close();
            throw e;
        }
        Forwarder made = new Forwarder(datagrams, connections, new Answering(upstream, names, listener));
        Thread.ofVirtual().name("dns-udp").start(made::datagrams);
        Thread.ofVirtual().name("dns-tcp").start(made::connections);
        return made;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) datagrams.getLocalSocketAddress();
    }

    private void datagrams() {
        while (!datagrams.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[QUESTION_BYTES], QUESTION_BYTES);
            try {
                datagrams.receive(packet);
                questions.acquire();
            } catch (IOException e) {
                // Closed, or one datagram that could not be read: the loop's condition tells which.
                continue;
            } catch (InterruptedException e) {
                return;
            }
            Thread.startVirtualThread(() -> {
                try {
                    byte[] answer = answering.answer(Arrays.copyOf(packet.getData(), packet.getLength()), true);
                    if (answer.length > 0) {
                        datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                } catch (IOException gone) {
                    // Who asked does not wait any more.
                } finally {
                    questions.release();
                }
            });
        }
    }

    private void connections() {
        while (!connections.isClosed()) {
            try {
                Socket socket = connections.accept();
                if (open.tryAcquire()) {
                    Thread.startVirtualThread(() -> connection(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                // Closed, or a connection that was gone before it was taken.
            }
        }
    }

    private void connection(Socket socket) {
        try (socket) {
            socket.setSoTimeout(CONNECTION_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                int length = in.readUnsignedShort();
                if (length > QUESTION_BYTES) {
                    return;
                }
                byte[] question = in.readNBytes(length);
                byte[] answer = question.length == length ? answering.answer(question, false) : new byte[0];
                if (answer.length == 0) {
                    return;
                }
                byte[] framed = new byte[answer.length + 2];
                framed[0] = (byte) (answer.length >> 8);
                framed[1] = (byte) answer.length;
                System.arraycopy(answer, 0, framed, 2, answer.length);
                out.write(framed);
            }
        } catch (IOException ended) {
            // The other end is done, or too slow.
        } finally {
            open.release();
        }
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            // It is closed whatever is said.
        }
    }
}
