package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassIdsTest {
    /** The identifiers in the examples of the draft: vendor arm.com, class suit. */
    @Test
    void theVendorIdIsTheNameBasedUuidOfTheDomain() {
        assertThat(ClassIds.vendor("arm.com")).isEqualTo(RecordingDevice.VENDOR);
        assertThat(ClassIds.vendor("ARM.com")).isEqualTo(RecordingDevice.VENDOR);
        assertThat(ClassIds.vendor("example.com")).isNotEqualTo(RecordingDevice.VENDOR);
    }

    @Test
    void theClassIdIsTheNameBasedUuidInTheVendorsNameSpace() {
        assertThat(ClassIds.deviceClass(RecordingDevice.VENDOR, "suit")).isEqualTo(RecordingDevice.CLASS);
    }
}
