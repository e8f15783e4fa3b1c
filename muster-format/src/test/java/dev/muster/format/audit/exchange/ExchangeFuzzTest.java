package dev.muster.format.audit.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;

/** Any bytes are a statement, content or a list, or malformed with the place. */
class ExchangeFuzzTest {
    @FuzzTest
    void statements(byte[] bytes) {
        try {
            assertThat(ExchangeStatement.signer(bytes)).isNotNull();
        } catch (ExchangeException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void contents(byte[] bytes) {
        try {
            Content content = ContentCodec.read(Cbor.parse(bytes));
            assertThat(ContentCodec.read(ContentCodec.write(content))).isEqualTo(content);
        } catch (CborException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }

    @FuzzTest
    void lists(byte[] bytes) {
        try {
            assertThat(StatementList.parse(bytes)).hasSizeLessThanOrEqualTo(StatementList.MAX_STATEMENTS);
        } catch (ExchangeException malformed) {
            assertThat(malformed.path()).isNotEmpty();
        }
    }
}
