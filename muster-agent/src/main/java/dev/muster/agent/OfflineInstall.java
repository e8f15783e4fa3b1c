package dev.muster.agent;

import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.install.FolderSource;
import dev.muster.agent.install.InstallLock;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.install.Software;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.ReleaseKeyChain;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.update.keys.TrustedKeys;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SignedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Installs from a file, such as one on a USB stick, with the checks that an order's install has: signature, device class,
 * sequence number, digests, and the same installer. Its report waits for the server; what runs afterwards is on trial until
 * the server affirms it.
 */
public final class OfflineInstall {
    /** As what an order names. */
    private static final int ENVELOPE_BYTES_MAX = 64 * 1024 * 1024;

    /** As {@code muster release key-list export} writes it. */
    private static final String KEY_LISTS = "release-keys.cbor";

    private OfflineInstall() {}

    /**
     * Installs; the device's next start takes it. Does not need the agent, and waits for no other install.
     *
     * @param envelope a SUIT envelope; payloads that are not in it lie in its folder
     * @throws dev.muster.agent.install.ArtifactSource.Away when another install is going on
     * @throws IOException when the file or the device cannot be read, or the device does not follow the lists of keys that
     *     lie beside the file
     */
    public static InstallResult install(DeviceRoots roots, Path envelope) throws IOException {
        if (Files.size(envelope) > ENVELOPE_BYTES_MAX) {
            throw new IOException(envelope + " is larger than " + ENVELOPE_BYTES_MAX + " bytes");
        }
        Factory factory = Factory.read(roots);
        Path folder = Optional.ofNullable(envelope.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Software.Wish wish = new Software.Wish(
                DeviceClass.of(factory.vendorDomain(), factory.product()),
                keys(roots, factory, folder).verifier(),
                new FolderSource(folder));
        String uri = "file:" + envelope.getFileName();
        try (InstallLock _ = InstallLock.take(roots)) {
            InstallResult result = Machine.software(roots, factory).install(wish, uri, Files.readAllBytes(envelope));
            report(roots, factory, result);
            return result;
        }
    }

    /** A stick may bring lists of keys, too: they hold by their signatures. */
    private static TrustedKeys keys(DeviceRoots roots, Factory factory, Path folder) throws IOException {
        ReleaseKeyChain chain = new ReleaseKeyChain(roots, factory.product());
        Path lists = folder.resolve(KEY_LISTS);
        if (Files.isRegularFile(lists)) {
            Optional<TrustedKeys.Following.Refused> refused = chain.follow(ReleaseKeyChain.read(lists));
            if (refused.isPresent()) {
                throw new IOException(lists + ": " + refused.get().reason() + ", "
                        + refused.get().detail());
            }
        }
        if (chain.isTorn()) {
            throw new IOException(
                    "the lists of release keys of this device cannot be read; its server gives them to it again");
        }
        return chain.trusted();
    }

    /** A device that never joined has nobody to tell, and no key to sign with. */
    private static void report(DeviceRoots roots, Factory factory, InstallResult result) throws IOException {
        Optional<Credential> identity = Credential.operational(roots);
        if (identity.isEmpty()) {
            return;
        }
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, identity.get().key(), Optional.empty());
        new Outbox(roots)
                .add(new Outbox.Report(
                        "/update/" + factory.org() + "/report",
                        Report.MEDIA_TYPE,
                        SignedReport.sign(result.report(), signer)));
    }
}
