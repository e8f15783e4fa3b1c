package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Slot;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A maker, two images and a device on any disk: what the tests of this package start from. */
final class Bench implements ArtifactSource {
    static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    static final KeyPair STRANGER = Keys.generateP256(new SecureRandom());
    static final DeviceClass KIND = DeviceClass.of("acme.example", "cam");
    static final byte[] IMAGE_1 = image(1);
    static final byte[] IMAGE_2 = image(2);

    final Map<String, byte[]> web = new HashMap<>();
    final Disk disk;
    final BootControl control;
    final Slots slots;
    long opened = -1;

    /** The source goes away when it has given this many bytes. */
    int awayAfter = Integer.MAX_VALUE;

    /** Whether it begins where it is asked to; otherwise always at the first byte. */
    boolean ranges = true;

    /** It gives at most so many bytes at a time, and ends cleanly then. */
    int piece = Integer.MAX_VALUE / 2;

    Bench(Disk disk, BootControl control) {
        this.disk = disk;
        this.control = control;
        this.slots = new Slots(disk);
        web.put(uri(IMAGE_2), IMAGE_2);
    }

    /** A few files, one of them larger than a chunk. */
    static byte[] image(int version) {
        SortedMap<String, FirmwareImage.Content> files = new TreeMap<>();
        byte[] blob = new byte[70_000];
        new Random(99).nextBytes(blob);
        byte[] program = new byte[3000];
        new Random(version).nextBytes(program);
        files.put("bin/program", new FirmwareImage.Content(program, true));
        files.put("etc/version", new FirmwareImage.Content(("v" + version).getBytes(StandardCharsets.US_ASCII), false));
        files.put("lib/a/blob", new FirmwareImage.Content(blob, false));
        files.put("v" + version + "/only", new FirmwareImage.Content(new byte[0], false));
        return new FirmwareImage(files).encode();
    }

    static String uri(byte[] image) {
        return ArtifactUri.of(SuitDigest.sha256(image).value());
    }

    static EnvelopeBuilder release(long sequence, byte[] image) {
        return release(sequence, image, uri(image));
    }

    static EnvelopeBuilder release(long sequence, byte[] image, String uri) {
        return EnvelopeBuilder.of(new FirmwareTemplate(
                        sequence,
                        KIND.vendorId(),
                        KIND.classId(),
                        SuitDigest.sha256(image),
                        image.length,
                        uri,
                        sequence + ".0",
                        "")
                .manifest());
    }

    static CoseSigner key(KeyPair pair) {
        return CoseSigner.of(CoseAlgorithm.ESP256, pair.getPrivate(), Optional.empty());
    }

    /** A device as it leaves the factory: version 1 in slot A, running. */
    Bench assembled() throws IOException {
        slots.provision(Slot.A, IMAGE_1, 1, "1.0");
        control.write(BootState.factory(1));
        boot().start();
        return this;
    }

    Boot boot() {
        return new Boot(control, slots);
    }

    Installer installer() {
        EnvelopeVerifier verifier = new EnvelopeVerifier(
                List.of(new EnvelopeVerifier.Signer("acme", VerificationKey.of(MAKER.getPublic()))));
        return new Installer(KIND, verifier, disk, this, control);
    }

    InstallResult install(byte[] envelope) throws IOException {
        return installer().install("/artifacts/x", envelope);
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new ArtifactSource.Away(new IOException("connection reset"));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }

    @Override
    public Transfer open(String uri, long from) throws IOException {
        opened = from;
        byte[] content = web.get(uri);
        if (content == null) {
            throw new IOException("404 " + uri);
        }
        int first = ranges ? (int) from : 0;
        int end = Math.min(content.length, Math.min(awayAfter, first + piece));
        InputStream bytes = new ByteArrayInputStream(content, first, end - first);
        boolean broken = end == awayAfter;
        return new Transfer(broken ? new SequenceInputStream(bytes, new Broken()) : bytes, first);
    }
}
