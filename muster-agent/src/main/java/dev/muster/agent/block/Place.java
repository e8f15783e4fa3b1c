package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.state.Slot;
import dev.muster.format.update.delta.DeltaReader;
import dev.muster.format.update.suit.Device.Payload;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** One area of the slot that is written. */
record Place(BlockDevice device, Superblocks blocks, Journal journal, AreaWriter.Pace pace, Slot target, int area) {

    AreaWriter writer(SuitDigest.Algorithm algorithm, byte[] base) {
        return new AreaWriter(device, journal, pace, blocks.geometry(), target, area, algorithm, base);
    }

    /** What the running slot has in the same place. */
    Optional<SlotImage.Content> running() {
        return blocks.state()
                .image(target.other())
                .map(image -> image.contents().get(area));
    }

    /**
     * Brings a payload here: by a difference to what runs where there is one, otherwise itself; from the last checkpoint.
     *
     * @return bytes of the image
     * @throws IOException when it does not have the digest
     */
    long fetch(ArtifactSource source, PayloadCipher cipher, String uri, Payload payload, SuitDigest digest)
            throws IOException {
        Writers writers = new Writers(digest.algorithm());
        Download download = new Download(source, cipher, uri, payload, writers);
        Optional<JournalEntry.Checkpoint> last = checkpoint();
        Optional<SlotImage.Content> base = running();
        OptionalLong made = OptionalLong.empty();
        if (base.isPresent()) {
            SuitDigest old = base.get().digest();
            if (download.difference(old, last.filter(point -> Arrays.equals(point.base(), old.value())))) {
                made = finish(download.writer(), payload, digest);
            }
        }
        if (made.isEmpty()) {
            download.whole(last.filter(point -> point.base().length == 0));
            made = finish(download.writer(), payload, digest);
        }
        if (made.isEmpty() && last.isPresent()) {
            // What a checkpoint vouched for came from another payload at the same place: once more, from the start.
            Download again = new Download(source, cipher, uri, payload, writers);
            again.whole(Optional.empty());
            made = finish(again.writer(), payload, digest);
        }
        return made.orElseThrow(() -> new IOException("the payload does not have the digest that the manifest names"));
    }

    private static OptionalLong finish(AreaWriter writer, Payload payload, SuitDigest digest) throws IOException {
        long bytes = writer.bytes();
        boolean sized = payload.encryption().isPresent() || payload.bytes().orElse(bytes) == bytes;
        return Arrays.equals(writer.finish(), digest.value()) && sized ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    /** The last place to continue from. */
    private Optional<JournalEntry.Checkpoint> checkpoint() {
        return journal.entries().reversed().stream()
                .filter(JournalEntry.Checkpoint.class::isInstance)
                .map(JournalEntry.Checkpoint.class::cast)
                .filter(point -> point.area() == area)
                .findFirst();
    }

    private final class Writers implements Download.Writers {
        private final SuitDigest.Algorithm algorithm;

        Writers(SuitDigest.Algorithm algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        public AreaWriter begin(byte[] base) {
            return writer(algorithm, base);
        }

        @Override
        public DeltaReader.Base base() {
            long start = blocks.geometry().offset(target.other(), area);
            long length = running().map(SlotImage.Content::bytes).orElse(0L);
            return new DeltaReader.Base() {
                @Override
                public long bytes() {
                    return length;
                }

                @Override
                public void read(long at, byte[] into) throws IOException {
                    device.read(start + at, into, 0, into.length);
                }
            };
        }
    }
}
