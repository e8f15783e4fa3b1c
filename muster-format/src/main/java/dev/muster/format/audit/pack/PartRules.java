package dev.muster.format.audit.pack;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What parts of one pack have to have in common, and that no device is in two of them. */
final class PartRules {
    private final PackHead head;
    private Pack.@Nullable CatalogueFiles catalogue;
    private String last = "";
    private long devices;
    private int taken;

    PartRules(PackHead head) {
        this.head = head;
    }

    int taken() {
        return taken;
    }

    /** @throws PackException when it is not the part that the head says, or not of the same pack as those before it */
    void take(PackHead.Part part, Pack pack) {
        require(pack.org().equals(head.org()), "is of " + pack.org() + ", not of " + head.org());
        require(pack.asOf().equals(head.asOf()), "is of another time than the head");
        require(Arrays.equals(pack.checkpoint(), head.checkpoint()), "has another checkpoint than the head");
        Pack.CatalogueFiles before = catalogue;
        require(before == null || same(before, pack.catalogue()), "was judged by another catalogue than those before");
        catalogue = pack.catalogue();
        require(pack.devices().size() == part.devices() && part.devices() > 0, "has another number of devices");
        for (Pack.DeviceLines line : pack.devices()) {
            require(line.device().compareTo(last) > 0, "has " + line.device() + " after " + last);
            last = line.device();
        }
        require(
                pack.devices().getFirst().device().equals(part.first()) && last.equals(part.last()),
                "is not of the devices that the head says");
        devices += part.devices();
        taken++;
    }

    /** @throws PackException unless all devices were there */
    void end() {
        require(
                devices == head.devices(),
                "was the last one, and there are " + devices + " devices, not as many as said");
    }

    private static boolean same(Pack.CatalogueFiles one, Pack.CatalogueFiles other) {
        Map<String, byte[]> files = other.files();
        return one.version().equals(other.version())
                && one.files().keySet().equals(files.keySet())
                && one.files().entrySet().stream()
                        .allMatch(file -> Arrays.equals(file.getValue(), files.get(file.getKey())));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new PackException("part " + (taken + 1) + " " + otherwise, "/parts");
        }
    }
}
