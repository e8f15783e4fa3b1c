package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.state.Slot;
import dev.muster.format.update.delta.DeltaMaker;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One update from the device as it left the factory to its end, which {@link #go} brings a device to from wherever it is.
 *
 * @param olds what runs; empty for a device that has nothing yet
 * @param news what the manifest brings, by component; a component that it does not bring is carried over
 * @param confirmed whether the new image proves itself; if not, the old one must run again
 */
record UpdateStory(
        String name,
        Geometry geometry,
        List<byte[]> olds,
        List<byte[]> news,
        Manifest manifest,
        Envelope envelope,
        ArtifactSource source,
        PayloadCipher cipher,
        boolean confirmed) {

    static final DeviceClass KIND = DeviceClass.of("acme.example", "cam");

    /** A checkpoint every twelve sectors: all 4,096 subsets of a stretch are tried, and each torn. */
    static final AreaWriter.Pace PACE = new AreaWriter.Pace(2 * BlockDevice.SECTOR, 12L * BlockDevice.SECTOR);

    private static final EnvelopeVerifier NOBODY = new EnvelopeVerifier(List.of());

    /** A device as it left the factory, on a disk that nothing happens to. */
    byte[] factory() throws IOException {
        SimBlockDevice device = new SimBlockDevice(new byte[(int) geometry.bytes()], SimBlockDevice.Listener.NONE);
        BlockBoot boot = new BlockBoot(device, new SimCounter(0));
        boot.make(geometry);
        if (!olds.isEmpty()) {
            boot.provision(Slot.A, olds, 1, "1.0");
            boot.start();
        }
        device.flush();
        return device.content();
    }

    /** What one device does until the story is at its end; called again after a cut, it goes on. */
    void go(BlockDevice device, RollbackCounter counter) throws IOException {
        BlockBoot boot = new BlockBoot(device, counter);
        for (int starts = 0; starts < 8 && !over(boot); starts++) {
            step(device, boot);
        }
    }

    private void step(BlockDevice device, BlockBoot boot) throws IOException {
        BlockState state = boot.state();
        if (runsNew(state) && confirmed) {
            boot.confirm();
            return;
        }
        if (state.trials() == 0 && state.next().isEmpty()) {
            InstallResult result =
                    new BlockInstaller(KIND, NOBODY, device, source, cipher, PACE).authentic("/x", envelope, manifest);
            if (!result.installed()) {
                throw new AssertionError(name + ": " + result.report().result());
            }
        }
        boot.start();
    }

    boolean over(BlockBoot boot) throws IOException {
        BlockState state = boot.state();
        Account.Step step = boot.account().map(Account::step).orElse(Account.Step.BEGUN);
        return confirmed
                ? runsNew(state) && state.trials() == 0 && step == Account.Step.CONFIRMED
                : !runsNew(state) && state.trials() == 0 && step == Account.Step.FELL_BACK;
    }

    boolean runsNew(BlockState state) {
        return state.image(state.active()).map(image -> image.sequence() == 2).orElse(false);
    }

    /** Whether an image holds what a maker signed, and nothing mixed. */
    boolean authorised(SlotImage image) {
        for (int area = 0; area < image.contents().size(); area++) {
            byte[] right = image.sequence() == 2 ? wanted(area) : olds.get(area);
            if (!image.contents().get(area).digest().matches(right)) {
                return false;
            }
        }
        return true;
    }

    private byte[] wanted(int area) {
        return area < news.size() ? news.get(area) : olds.get(area);
    }

    static byte[] image(int seed, int bytes) {
        byte[] image = new byte[bytes];
        new Random(seed).nextBytes(image);
        return image;
    }

    /** The same image with some bytes changed here and there. */
    static byte[] changed(byte[] old, int seed) {
        byte[] image = old.clone();
        Random random = new Random(seed);
        for (int i = 0; i < image.length; i += 400) {
            image[i + random.nextInt(300)] ^= (byte) (1 + random.nextInt(255));
        }
        return image;
    }

    /** Gives the new images, and the difference where there is one. */
    static final class Web implements ArtifactSource {
        final Map<String, byte[]> whole = new TreeMap<>();
        final Map<String, byte[]> differences = new TreeMap<>();
        boolean ranges = true;

        @Override
        public Transfer open(String uri, long from) throws IOException {
            byte[] content = whole.get(uri);
            if (content == null) {
                throw new IOException("404 " + uri);
            }
            int at = ranges ? (int) from : 0;
            return new Transfer(new ByteArrayInputStream(content, at, content.length - at), at);
        }

        @Override
        public Optional<Transfer> difference(String uri, SuitDigest base, long from) {
            return Optional.ofNullable(differences.get(uri + " " + base.hex()))
                    .map(bytes ->
                            new Transfer(new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from), from));
        }

        void offer(String uri, byte[] old, byte[] image) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DeltaMaker.make(new Bytes(old), new Bytes(image), 12 * BlockDevice.SECTOR, out);
            differences.put(uri + " " + SuitDigest.sha256(old).hex(), out.toByteArray());
        }
    }

    /**
     * A manifest that brings these images to the first components.
     *
     * @param encryption how the payloads are encrypted, for each
     */
    static Manifest manifest(List<ComponentId> components, List<byte[]> news, List<byte[]> encryption) {
        List<Command> shared = new ArrayList<>();
        List<Command> install = new ArrayList<>();
        List<Command> validate = new ArrayList<>();
        shared.add(new OverrideParameters(
                List.of(new Parameter.VendorId(KIND.vendorId()), new Parameter.ClassId(KIND.classId()))));
        shared.add(new Check(Condition.VENDOR_ID, 15));
        shared.add(new Check(Condition.CLASS_ID, 15));
        for (int i = 0; i < news.size(); i++) {
            Command index = new SetComponentIndex(new ComponentIndex.One(i));
            shared.add(index);
            shared.add(new OverrideParameters(List.of(
                    new Parameter.ImageDigest(SuitDigest.sha256(news.get(i))),
                    new Parameter.ImageSize(news.get(i).length))));
            install.add(index);
            List<Parameter> where = new ArrayList<>(List.of(new Parameter.Uri("u" + i)));
            if (!encryption.isEmpty()) {
                where.add(new Parameter.EncryptionInfo(encryption.get(i)));
            }
            install.add(new OverrideParameters(where));
            install.add(new Act(Action.FETCH, 2));
            install.add(new Check(Condition.IMAGE_MATCH, 15));
            validate.add(index);
            validate.add(new Check(Condition.IMAGE_MATCH, 15));
        }
        TreeMap<Integer, CommandSequence> sections = new TreeMap<>();
        sections.put(CodePoints.VALIDATE, CommandSequence.of(validate.toArray(Command[]::new)));
        sections.put(
                CodePoints.INVOKE,
                CommandSequence.of(new SetComponentIndex(new ComponentIndex.One(0)), new Act(Action.INVOKE, 2)));
        sections.put(CodePoints.INSTALL, CommandSequence.of(install.toArray(Command[]::new)));
        return new Manifest(
                2,
                Optional.empty(),
                components.subList(0, news.size()),
                Optional.of(CommandSequence.of(shared.toArray(Command[]::new))),
                sections,
                new TreeMap<>(),
                new TreeSet<>());
    }

    static Envelope envelope(Manifest manifest) {
        return Envelope.parse(EnvelopeBuilder.of(manifest).sign());
    }

    /** An image in memory. */
    record Bytes(byte[] content) implements dev.muster.format.update.delta.DeltaReader.Base {
        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public void read(long at, byte[] into) {
            System.arraycopy(content, (int) at, into, 0, into.length);
        }
    }
}
