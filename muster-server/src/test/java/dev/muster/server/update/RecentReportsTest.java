package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import org.junit.jupiter.api.Test;

class RecentReportsTest {
    private static final OrgId ORG = new OrgId("acme");
    private static final DeviceId CAM = new DeviceId("cam-1");

    private final RecentReports recent = new RecentReports();

    private static byte[] report(int number) {
        return new byte[] {(byte) number};
    }

    @Test
    void aThousandTimesTheSameIsOne() {
        assertThat(recent.knows(ORG, CAM, report(1))).isFalse();
        recent.taken(ORG, CAM, report(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(recent.knows(ORG, CAM, report(1))).isTrue();
        }
        assertThat(recent.knows(ORG, new DeviceId("cam-2"), report(1))).isFalse();
        assertThat(recent.knows(new OrgId("other"), CAM, report(1))).isFalse();
    }

    @Test
    void severalByTurnsAreEachOne() {
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] next = report(i % RecentReports.EACH_MAX);
            if (!recent.knows(ORG, CAM, next)) {
                recent.taken(ORG, CAM, next);
                taken++;
            }
        }
        assertThat(taken).isEqualTo(RecentReports.EACH_MAX);
        recent.taken(ORG, CAM, report(100));
        assertThat(recent.knows(ORG, CAM, report(100))).isTrue();
        assertThat(recent.knows(ORG, CAM, report(0))).as("the oldest").isFalse();
    }
}
