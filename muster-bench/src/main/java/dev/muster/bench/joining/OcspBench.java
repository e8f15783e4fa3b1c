package dev.muster.bench.joining;

import dev.muster.bench.server.Trash;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.OcspAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Answers about one certificate, each signed anew: ours, and those of {@code openssl ocsp} over its plain HTTP. */
final class OcspBench {
    private static final int ASKED = 300;
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;

    private final Instant now = Instant.now();
    private final Issuer issuer;
    private final byte[] question;

    private OcspBench() throws Exception {
        SecureRandom random = new SecureRandom();
        KeyPair keys = Keys.generateP256(random);
        issuer = new Issuer(
                LocalIdentity.authority(new OrgId("demo"), CertificateTemplate.randomSerial(random), now)
                        .selfSigned(keys),
                keys.getPrivate());
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        question = new OCSPReqBuilder()
                .addRequest(new CertificateID(
                        digests.get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
                        new X509CertificateHolder(CertificateReader.encoded(issuer.certificate())),
                        BigInteger.valueOf(0xABCDEF)))
                .build()
                .getEncoded();
    }

    static void run(Path dir) throws Exception {
        OcspBench bench = new OcspBench();
        double micros = Primitives.micros(500, () -> bench.ours());
        say("OCSP, ours, signed for each question, register and network left out", micros);
        Path folder = Files.createTempDirectory(dir, "muster-ocsp-");
        try {
            bench.openssl(folder);
        } finally {
            Trash.remove(folder);
        }
    }

    private void ours() {
        OcspAnswer answer =
                new OcspAnswer(issuer, _ -> new OcspAnswer.Status.Good(), now, now.plus(Duration.ofMinutes(5)));
        if (answer.to(question).length < 200) {
            throw new IllegalStateException("no answer");
        }
    }

    private void openssl(Path folder) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("ca.pem"),
                new Pem("CERTIFICATE", CertificateReader.encoded(issuer.certificate())).encode());
        Files.writeString(
                folder.resolve("key.pem"), new Pem("PRIVATE KEY", issuer.key().getEncoded()).encode());
        Files.writeString(folder.resolve("index.txt"), "V\t491231235959Z\t\tABCDEF\tunknown\t/CN=cam\n");
        int port = freePort();
        Process responder;
        try {
            responder = new ProcessBuilder(List.of(
                            "openssl",
                            "ocsp",
                            "-port",
                            Integer.toString(port),
                            "-index",
                            "index.txt",
                            "-CA",
                            "ca.pem",
                            "-rsigner",
                            "ca.pem",
                            "-rkey",
                            "key.pem",
                            "-nmin",
                            "5"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            System.out.println("openssl is not installed; nothing to compare with");
            return;
        }
        try {
            listening(responder);
            double before = processorSeconds(responder);
            for (int i = 0; i < ASKED; i++) {
                ask(port);
            }
            say("openssl ocsp, its plain HTTP included", 1e6 * (processorSeconds(responder) - before) / ASKED);
        } finally {
            responder.destroy();
        }
    }

    private void ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST / HTTP/1.0\r\nContent-Type: application/ocsp-request\r\nContent-Length: "
                                    + question.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(question);
            byte[] answer = socket.getInputStream().readAllBytes();
            if (answer.length < 200) {
                throw new IOException("openssl did not answer: " + new String(answer, StandardCharsets.US_ASCII));
            }
        }
    }

    /** A connection that asks nothing would keep it from all others. */
    private static void listening(Process responder) throws IOException {
        BufferedReader out = responder.inputReader();
        for (String line = out.readLine(); line != null && !line.contains("waiting"); line = out.readLine()) {
            // It says where it listens, and then that it waits.
        }
    }

    private static double processorSeconds(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void say(String what, double micros) {
        System.out.printf(Locale.ROOT, "%s: %.0f a second and core (%.1f µs)%n", what, 1e6 / micros, micros);
    }
}
