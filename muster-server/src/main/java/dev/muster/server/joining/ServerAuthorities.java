package dev.muster.server.joining;

import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/**
 * The authorities of this server's own TLS certificate, from the file that clients pin. Read each time: the file is small,
 * and it changes while the server runs when its authority is replaced.
 */
final class ServerAuthorities implements Supplier<List<X509Certificate>> {
    private static final String FILE = "tls-ca.pem";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private final Path file;

    ServerAuthorities(Path data) {
        this.file = data.resolve(FILE);
    }

    @Override
    public List<X509Certificate> get() {
        try {
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
            return List.of(text.split(BEGIN, -1)).stream()
                    .skip(1)
                    .map(part -> CertificateReader.parse(Pem.first(BEGIN + part, "CERTIFICATE")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
