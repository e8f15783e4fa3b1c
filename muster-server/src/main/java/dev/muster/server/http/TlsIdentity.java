package dev.muster.server.http;

import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.server.config.PrivateFile;
import dev.muster.server.config.StartFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's own TLS certificate, issued at the first start by a CA of this installation. It is renewed when it runs
 * out, at a start or by {@link #renew} while the server runs, and at a start when the names change. Clients pin the CA: {@code tls-ca.pem} in the data directory. The key store's password is
 * random and lies beside it, readable by the owner only: it protects copies of the one file, not the directory.
 */
public final class TlsIdentity {
    private static final String CA = "ca";
    private static final String SERVER = "server";
    private static final Duration CA_VALID = Duration.ofDays(3650);

    /** What browsers accept at most for a server certificate is 398 days. */
    private static final Duration SERVER_VALID = Duration.ofDays(397);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final int PASSWORD_BYTES = 24;

    private final Path file;
    private final KeyStore keys;
    private final char[] password;
    private final List<String> names;
    private final InstantSource clock;
    private final SecureRandom random;
    private final X509Certificate ca;
    private final Optional<Named> named;

    /** Where the certificate says that its state is told, and who tells it. */
    private record Named(String url, Stapling stapling) {}

    private TlsIdentity(
            Path file,
            KeyStore keys,
            char[] password,
            List<String> names,
            String ocsp,
            InstantSource clock,
            SecureRandom random)
            throws GeneralSecurityException {
        this.file = file;
        this.keys = keys;
        this.password = password;
        this.names = List.copyOf(names);
        this.clock = clock;
        this.random = random;
        this.ca = certificate(keys, CA);
        PrivateKey caKey = (PrivateKey) present(keys.getKey(CA, password), CA);
        this.named = ocsp.isEmpty()
                ? Optional.empty()
                : Optional.of(new Named(
                        ocsp,
                        new Stapling(
                                new CertificateTemplate.Issuer(ca, caKey),
                                serial -> serial.equals(present().getSerialNumber()),
                                Stapling.VALID,
                                clock,
                                random)));
    }

    /**
     * @param data the data directory; {@code tls/} and {@code tls-ca.pem} in it are ours
     * @param names DNS names and IP addresses that clients may use
     */
    public static TlsIdentity open(Path data, List<String> names, InstantSource clock, SecureRandom random) {
        return open(data, names, "", clock, random);
    }

    /** @param ocsp where the certificate says that its state is told; empty for nowhere. It is stapled then */
    public static TlsIdentity open(
            Path data, List<String> names, String ocsp, InstantSource clock, SecureRandom random) {
        Path directory = data.resolve("tls");
        Path file = directory.resolve("keys.p12");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            char[] password = password(directory.resolve("password"), random);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    keys.load(in, password);
                }
            } else {
                keys.load(null, password);
            }
            Instant now = clock.instant();
            boolean changed = ensureCa(keys, password, now, random);
            changed |= ensureServer(keys, password, names, ocsp, now, random);
            if (changed) {
                store(keys, password, file);
            }
            TlsIdentity identity = new TlsIdentity(file, keys, password, names, ocsp, clock, random);
            Files.writeString(data.resolve("tls-ca.pem"), pem(identity.ca));
            return identity;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("The TLS key store " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** Issues the next certificate when it is time. @return whether it was; new connections have to be shown it then */
    public synchronized boolean renew() {
        try {
            boolean changed =
                    ensureServer(keys, password, names, named.map(Named::url).orElse(""), clock.instant(), random);
            if (changed) {
                store(keys, password, file);
            }
            return changed;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the TLS certificate could not be renewed", e);
        }
    }

    /** When the present certificate ends. */
    public synchronized Instant endsAt() {
        return present().getNotAfter().toInstant();
    }

    /** What is said about the state of the certificate, when the certificate says where. */
    public Optional<Stapling> stapling() {
        return named.map(Named::stapling);
    }

    private synchronized X509Certificate present() {
        try {
            return certificate(keys, SERVER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was there when this was made
        }
    }

    private static boolean ensureCa(KeyStore keys, char[] password, Instant now, SecureRandom random)
            throws GeneralSecurityException, IOException {
        if (keys.containsAlias(CA)) {
            return false;
        }
        byte[] tag = new byte[4];
        random.nextBytes(tag);
        var issued = TlsCertificates.authority(
                "Muster TLS " + HexFormat.of().formatHex(tag), now, now.plus(CA_VALID), random);
        keys.setKeyEntry(CA, issued.key(), password, new Certificate[] {issued.certificate()});
        return true;
    }

    private static boolean ensureServer(
            KeyStore keys, char[] password, List<String> names, String ocsp, Instant now, SecureRandom random)
            throws GeneralSecurityException, IOException {
        if (keys.containsAlias(SERVER)) {
            X509Certificate current = certificate(keys, SERVER);
            boolean lasts = current.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
            if (lasts
                    && TlsCertificates.names(current).containsAll(names)
                    && TlsCertificates.ocsp(current).equals(ocsp)) {
                return false;
            }
        }
        X509Certificate ca = certificate(keys, CA);
        PrivateKey caKey = (PrivateKey) present(keys.getKey(CA, password), CA);
        var issued = TlsCertificates.server(ca, caKey, names, ocsp, now, now.plus(SERVER_VALID), random);
        keys.setKeyEntry(SERVER, issued.key(), password, new Certificate[] {issued.certificate(), ca});
        return true;
    }

    /** For a listener that asks for no client certificate. */
    public SSLContext serverOnly() {
        return context(null);
    }

    /** For a listener whose doors judge client certificates themselves: every chain passes the handshake. */
    public SSLContext acceptingAnyClientCertificate() {
        return context(new TrustManager[] {new UnjudgedClients()});
    }

    /** The CA that issued the server's certificate. */
    public X509Certificate authority() {
        return ca;
    }

    private SSLContext context(TrustManager @Nullable [] clients) {
        try {
            KeyStore onlyServer = KeyStore.getInstance("PKCS12");
            onlyServer.load(null, null);
            onlyServer.setKeyEntry(
                    SERVER,
                    present(keys.getKey(SERVER, password), SERVER),
                    password,
                    present(keys.getCertificateChain(SERVER), SERVER));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(onlyServer, password);
            SSLContext context = named.isPresent() ? named.get().stapling().context() : SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), clients, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("The TLS identity cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static X509Certificate certificate(KeyStore keys, String alias) throws GeneralSecurityException {
        return (X509Certificate) present(keys.getCertificate(alias), alias);
    }

    private static <T> T present(@Nullable T entry, String alias) throws GeneralSecurityException {
        if (entry == null) {
            throw new GeneralSecurityException("the key store has no entry " + alias);
        }
        return entry;
    }

    private static char[] password(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[PASSWORD_BYTES];
            random.nextBytes(secret);
            PrivateFile.replace(file, Base64.getUrlEncoder().withoutPadding().encode(secret));
        }
        return Files.readString(file).strip().toCharArray();
    }

    private static void store(KeyStore keys, char[] password, Path file) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        keys.store(bytes, password);
        PrivateFile.replace(file, bytes.toByteArray());
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        byte[] lf = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, lf).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
