package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.server.http.testing.TestServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Handshakes are worked on a few at a time: whoever stops in the middle holds no place, and all who go on get through. */
class HandshakesTest {
    private static final int STALLED = 200;
    private static final int AT_ONCE = 24;

    /** The record of a ClientHello that promises 512 bytes, and the first of them. */
    private static final byte[] BEGUN = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    @Test
    void thoseWhoStopInTheMiddleKeepNobodyOut() throws Exception {
        Routes console = new Routes().get("/hello", Need.NOTHING, request -> Response.text("hello"));
        try (TestServer server = TestServer.start(console, Gate.CLOSED, new Routes(), HttpLimits.STANDARD)) {
            URI hello = server.console("/hello");
            List<Socket> stalled = new ArrayList<>();
            for (int i = 0; i < STALLED; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), hello.getPort());
                socket.getOutputStream().write(BEGUN);
                stalled.add(socket);
            }
            try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
                Callable<Integer> one =
                        () -> server.send(HttpRequest.newBuilder(hello).build()).statusCode();
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 2 * AT_ONCE; i++) {
                    answers.add(clients.submit(one));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(200);
                }
            }
            assertThat(stalled).as("they were open all the time").allMatch(Socket::isConnected);
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    /** The first request comes with the last message of the handshake: while it is handled its place is free again. */
    @Test
    void whoIsHandledForLongHoldsNoPlace() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Routes console = new Routes()
                .get("/hello", Need.NOTHING, request -> Response.text("hello"))
                .get("/long", Need.NOTHING, request -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Response.text("done");
                });
        try (TestServer server = TestServer.start(console, Gate.CLOSED, new Routes(), HttpLimits.STANDARD);
                ExecutorService clients = Executors.newCachedThreadPool()) {
            List<Future<Integer>> busy = new ArrayList<>();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                busy.add(clients.submit(() -> server.send(
                                HttpRequest.newBuilder(server.console("/long")).build())
                        .statusCode()));
            }
            HttpRequest hello = HttpRequest.newBuilder(server.console("/hello")).build();
            for (int i = 0; i < 5; i++) {
                assertThat(server.send(hello).statusCode()).isEqualTo(200);
            }
            over.countDown();
            for (Future<Integer> one : busy) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void newConnectionsAreShownTheNewIdentityAndThoseThatAreOpenGoOn() {
        Routes console = new Routes().get("/hello", Need.NOTHING, request -> Response.text("hello"));
        try (TestServer server = TestServer.start(console, Gate.CLOSED, new Routes());
                HttpClient open = server.client(null)) {
            HttpRequest hello = HttpRequest.newBuilder(server.console("/hello")).build();
            assertThat(TestServer.send(open, hello).statusCode()).isEqualTo(200);
            TestServer renewed = server.renewed();
            assertThat(TestServer.send(open, hello).statusCode()).isEqualTo(200);
            assertThat(renewed.send(hello).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> server.send(hello)).hasRootCauseInstanceOf(CertPathBuilderException.class);
        }
    }

    /** TLS 1.2 lets a client ask for a new handshake, with another certificate, in the middle of a connection. */
    @Test
    void aConnectionShakesHandsOnce() throws Exception {
        Routes devices = new Routes().get("/hello", Need.NOTHING, request -> Response.text("hello"));
        try (TestServer server = TestServer.devices(devices);
                SSLSocket socket = (SSLSocket) server.clientTls(null)
                        .getSocketFactory()
                        .createSocket(
                                InetAddress.getLoopbackAddress(),
                                server.device("/").getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setSoTimeout(20_000);
            byte[] hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            socket.startHandshake();
            int next;
            try {
                socket.startHandshake();
                socket.getOutputStream().write(hello);
                next = socket.getInputStream().read();
            } catch (SSLException | SocketException closed) {
                next = -1;
            }
            assertThat(next).as("the first byte of an answer").isEqualTo(-1);
        }
    }
}
