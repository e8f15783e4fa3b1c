package dev.muster.format.attest.eat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes are claims, a token or a bundle, or {@link EatException}, nothing else. */
class EatFuzzTest {
    @FuzzTest
    void claimsReadOrRefuse(byte[] data) {
        try {
            SlotClaimsReader.read(EatReader.parse(data));
        } catch (EatException refused) {
            return;
        }
    }

    @FuzzTest
    void tokensReadOrRefuse(byte[] data) {
        try {
            EatToken.parse(data);
        } catch (EatException refused) {
            return;
        }
    }

    @FuzzTest
    void bundlesReadOrRefuse(byte[] data) {
        try {
            DetachedBundle.parse(data);
        } catch (EatException refused) {
            return;
        }
    }

    @FuzzTest
    void tokensOfEveryFormReadOrRefuse(byte[] data) {
        try {
            EatReader.parse(EatMessage.ofForm(data).claims());
        } catch (EatException refused) {
            return;
        }
    }
}
