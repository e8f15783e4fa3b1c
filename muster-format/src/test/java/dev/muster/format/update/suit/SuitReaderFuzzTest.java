package dev.muster.format.update.suit;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SuitReaderFuzzTest {
    @FuzzTest
    void anEnvelopeIsReadOrMalformed(byte[] bytes) {
        try {
            Envelope envelope = Envelope.parse(bytes);
            Manifest manifest = Manifest.parse(envelope);
            Processor.update(manifest, envelope, new RecordingDevice());
        } catch (SuitException e) {
            // What a reader of foreign bytes may answer.
        }
    }

    @FuzzTest
    void capabilitiesAreReadOrMalformed(byte[] bytes) {
        Capabilities read;
        try {
            read = Capabilities.parse(bytes);
        } catch (SuitException e) {
            return;
        }
        if (!Capabilities.parse(read.encode()).equals(read)) {
            throw new AssertionError("what was read is not read again");
        }
    }

    @FuzzTest
    void aReportIsReadOrMalformed(byte[] bytes) {
        try {
            Report.parse(bytes);
        } catch (SuitException e) {
            // What a reader of foreign bytes may answer.
        }
    }
}
