package dev.muster.core.assurance;

import static dev.muster.core.assurance.Given.ACME;
import static dev.muster.core.assurance.Given.CAM;
import static dev.muster.core.assurance.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import org.junit.jupiter.api.Test;

class FactRegisterTest {
    private final FactRegister register = new FactRegister(Given.ORG);

    private boolean accept(String value, long effective, long received, long entry) {
        return register.accept(
                Given.known(CAM, "k", value, T0.plusSeconds(effective), T0.plusSeconds(received), entry));
    }

    private String latest() {
        return register.latest(CAM, "k").orElseThrow().value();
    }

    @Test
    void theNewestTruthWinsAndAmongEqualsTheLaterEntry() {
        accept("a", 10, 10, 1);
        accept("b", 10, 11, 2);
        assertThat(latest()).isEqualTo("b");
    }

    @Test
    void whatArrivesLateDoesNotUndoWhatIsNewer() {
        accept("new", 10, 10, 1);
        assertThat(accept("old", 5, 20, 2)).isFalse();
        assertThat(latest()).isEqualTo("new");
    }

    @Test
    void evidenceFromTheFutureIsNotFresherThanItsArrival() {
        accept("ahead", 9_999, 10, 1);
        assertThat(register.latest(CAM, "k").orElseThrow().asOf()).isEqualTo(T0.plusSeconds(10));
        accept("honest", 11, 11, 2);
        assertThat(latest()).isEqualTo("honest");
    }

    @Test
    void aDeviceSeesItsProductAndItsOrganisationAndNoOther() {
        register.accept(Given.known(CAM, FactRegister.PRODUCT_KEY, "cam", T0, T0, 0));
        register.accept(Given.known(Given.PRODUCT, "p", "1", T0, T0, 1));
        register.accept(Given.known(ACME, "o", "2", T0, T0, 2));
        Facts facts = register.view(CAM);
        assertThat(facts.value(FactKey.product("p"))).contains("1");
        assertThat(facts.value(FactKey.org("o"))).contains("2");
        assertThat(facts.value(FactKey.device("p"))).isEmpty();
        Facts stranger = register.view(dev.muster.core.ledger.Subject.device("other"));
        assertThat(stranger.value(FactKey.product("p"))).isEmpty();
        assertThat(register.devices()).containsExactly(CAM);
    }
}
