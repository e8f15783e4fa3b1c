package dev.muster.format.devices.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a grant, a record or a call, or malformed with the place. */
class MaintenanceFuzzTest {
    @FuzzTest
    void grants(byte[] bytes) {
        try {
            assertThat(Grant.Token.parse(bytes).grant().toolDigest()).hasSize(Grant.DIGEST_BYTES);
        } catch (MaintenanceException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void roles(byte[] bytes) {
        try {
            RoleToken role = RoleToken.Token.parse(bytes).role();
            assertThat(java.time.Duration.between(role.from(), role.until()))
                    .isLessThanOrEqualTo(RoleToken.MAX_LIFETIME);
        } catch (MaintenanceException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void records(byte[] bytes) {
        try {
            assertThat(SessionRecord.parse(bytes).steps()).hasSizeLessThanOrEqualTo(SessionRecord.MAX_STEPS);
        } catch (MaintenanceException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void proofs(byte[] bytes) {
        try {
            assertThat(WipeProof.parse(bytes).places()).hasSizeLessThanOrEqualTo(WipeProof.MAX_PLACES);
        } catch (MaintenanceException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void calls(byte[] bytes) {
        try {
            Call call = Call.parse(bytes);
            assertThat(Call.parse(call.encode())).hasSameClassAs(call);
        } catch (MaintenanceException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }
}
