package dev.muster.format.devices.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceManifestTest {
    private static final byte[] DIGEST = new byte[32];

    static DeviceManifest full() {
        return new DeviceManifest(
                7,
                List.of(new Held("slots/slot-a/etc/app.conf", DIGEST)),
                List.of(DIGEST),
                List.of("usb 1d6b 0002"),
                List.of(workload("camera", 20_001)),
                List.of(new Reflex("fire", "hwmon0/temp1_input", -20_000, 70_000, "gpio/siren", "1", "0")),
                Map.of("FILE_CHANGED", Response.SAFE_STATE));
    }

    private static Workload workload(String name, int user) {
        return new Workload(name, "slots/slot-a/root", List.of("/bin/app", "-v"), user, 64, 20, 16, 4, false);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        byte[] bytes = full().encode();
        DeviceManifest read = DeviceManifest.parse(bytes);
        assertThat(read.encode()).isEqualTo(bytes);
        assertThat(read.workloads()).isEqualTo(full().workloads());
        assertThat(read.response(Violation.FILE_CHANGED)).isEqualTo(Response.SAFE_STATE);
        assertThat(read.response(Violation.PART_ADDED)).isEqualTo(Response.TELL);
        assertThat(read.programsHex()).containsExactly("00".repeat(32));
    }

    @Test
    void aPathLeavesItsRootNowhere() {
        for (String path : List.of("", "/etc/passwd", "../x", "a/../../x", "a//b", "a\0b", "x/..")) {
            assertThatThrownBy(() -> new Held(path, DIGEST)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noWorkloadIsRootAndNoTwoShareAUser() {
        assertThatThrownBy(() -> workload("camera", 0)).hasMessageContaining("ordinary");
        assertThatThrownBy(() -> new DeviceManifest(
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(workload("one", 2000), workload("two", 2000)),
                        List.of(),
                        Map.of()))
                .hasMessageContaining("share");
    }

    @Test
    void otherBytesAreMalformed() {
        byte[] bytes = full().encode();
        for (int cut = 0; cut < bytes.length; cut += 7) {
            byte[] shorter = java.util.Arrays.copyOf(bytes, cut);
            assertThatThrownBy(() -> DeviceManifest.parse(shorter)).isInstanceOf(ManifestException.class);
        }
        assertThatThrownBy(() -> new DeviceManifest(
                        1, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of("ODD", Response.TELL)))
                .hasMessageContaining("kind of violation");
    }
}
