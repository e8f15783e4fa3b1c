package dev.muster.format.network.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class FlowFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void anyBytesAreAReportOrMalformed(byte[] bytes) {
        try {
            FlowReport report = FlowReport.parse(bytes);
            assertThat(FlowReport.parse(report.encode())).isEqualTo(report);
        } catch (FlowException malformed) {
            assertThat(malformed.path()).isNotNull();
        }
    }
}
