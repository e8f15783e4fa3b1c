package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads slots back. Nothing here answers from memory. */
final class BlockSlots {
    private static final int CHUNK = 64 * 1024;

    private final BlockDevice device;
    private final Geometry geometry;

    BlockSlots(BlockDevice device, Geometry geometry) {
        this.device = device;
        this.geometry = geometry;
    }

    /** Whether the slot holds what the state says it does: every byte is read. */
    boolean bootable(BlockState state, Slot slot) throws IOException {
        Optional<SlotImage> image = state.image(slot);
        if (image.isEmpty() || image.get().contents().size() != geometry.areas().size()) {
            return false;
        }
        for (int area = 0; area < geometry.areas().size(); area++) {
            SlotImage.Content content = image.get().contents().get(area);
            if (!holds(slot, area, content.digest(), content.bytes())) {
                return false;
            }
        }
        return true;
    }

    boolean holds(Slot slot, int area, SuitDigest digest, long bytes) throws IOException {
        if (bytes < 0 || bytes > geometry.areas().get(area).bytes()) {
            return false;
        }
        MessageDigest hash = digest.algorithm().start();
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(bytes, 1))];
        for (long at = 0; at < bytes; at += chunk.length) {
            int length = (int) Math.min(chunk.length, bytes - at);
            device.read(geometry.offset(slot, area) + at, chunk, 0, length);
            hash.update(chunk, 0, length);
        }
        return MessageDigest.isEqual(hash.digest(), digest.value());
    }
}
