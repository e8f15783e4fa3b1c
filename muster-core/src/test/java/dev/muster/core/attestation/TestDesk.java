package dev.muster.core.attestation;

import dev.muster.core.attestation.schemes.BuiltInSchemes;

/** The desk with a reference set that is given, for tests of schemes. */
public final class TestDesk {
    private final MemoryStore store = new MemoryStore();
    private final Evidences desk = new Evidences(TestFleet.CHALLENGES, BuiltInSchemes.all());

    public TestDesk(ReferenceSet references) {
        references.documents().forEach(store::publish);
    }

    /** Shows evidence of the device of {@link TestFleet}, at its time. */
    public EvidenceAnswer show(String mediaType, byte[] evidence, EvidenceReading reading) {
        EvidenceRequest request = new EvidenceRequest(TestFleet.ORG, TestFleet.CAM, mediaType, evidence, reading);
        return store.keep(desk.decide(request, store, TestFleet.NOW));
    }
}
