package dev.muster.guard.integrity;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.guard.linux.KeptFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** The manifest in force: the factory's, or a newer one that a maker signed. */
public final class Manifests {
    private final Path makers;
    private final Path kept;
    private volatile DeviceManifest current = DeviceManifest.nothing();

    /**
     * @param factory has {@code makers.pem} and, when the maker decided anything, {@code manifest.cose}
     * @param kept where a newer one is kept
     */
    public Manifests(Path factory, Path kept) throws IOException {
        this.makers = factory.resolve("makers.pem");
        this.kept = kept;
        for (Path file : List.of(factory.resolve("manifest.cose"), kept)) {
            if (Files.exists(file)) {
                DeviceManifest read = verified(bytes(file));
                current = read.sequence() >= current.sequence() ? read : current;
            }
        }
    }

    public DeviceManifest current() {
        return current;
    }

    /**
     * Takes a newer one.
     *
     * @throws IOException when no maker signed it, it cannot be read, or it is older
     */
    public void take(byte[] signed) throws IOException {
        DeviceManifest read = verified(signed);
        if (read.sequence() < current.sequence()) {
            throw new IOException("sequence " + read.sequence() + " is older than " + current.sequence());
        }
        KeptFile.replace(kept, signed);
        current = read;
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > DeviceManifest.BYTES_MAX) {
            throw new IOException(file + " is longer than " + DeviceManifest.BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private DeviceManifest verified(byte[] signed) throws IOException {
        try {
            SignedStatement statement = SignedStatement.parse(DeviceManifest.MEDIA_TYPE, signed);
            for (Certificate maker : certificates()) {
                if (!(statement.verify(VerificationKey.of(maker.getPublicKey())) instanceof Verdict.Invalid)) {
                    return DeviceManifest.parse(statement.payload());
                }
            }
        } catch (MalformedException e) {
            throw new IOException("not a manifest: " + e.reason() + " at " + e.path(), e);
        }
        throw new IOException("no maker of " + makers + " signed the manifest");
    }

    private List<Certificate> certificates() throws IOException {
        try (InputStream in = Files.newInputStream(makers)) {
            return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (CertificateException e) {
            throw new IOException(makers + " cannot be read: " + e.getMessage(), e);
        }
    }
}
