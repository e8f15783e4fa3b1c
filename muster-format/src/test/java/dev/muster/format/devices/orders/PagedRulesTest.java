package dev.muster.format.devices.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PagedRulesTest {
    /** Does not pack: 4 pages. */
    private static final byte[] TEXT = new byte[3 * PagedRules.PAGE_BYTES + 100];

    static {
        new Random(7).nextBytes(TEXT);
    }

    private static final PagedRules RULES = PagedRules.of(TEXT);

    @Test
    void pagesAreTheTextAgain() {
        assertThat(RULES.pages()).hasSize(4);
        assertThat(RULES.head().packed()).isEmpty();
        assertThat(RULES.head().text(pages(List.of(0, 1, 2, 3)))).isEqualTo(TEXT);
        assertThatThrownBy(() -> RULES.head().page(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RULES.page(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RULES.page(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void missingRepeatedAndSwappedPagesAreNoText() {
        for (List<Integer> wrong : List.of(
                List.<Integer>of(),
                List.of(0, 1, 2),
                List.of(0, 1, 2, 3, 3),
                List.of(0, 2, 1, 3),
                List.of(0, 0, 2, 3))) {
            assertThatThrownBy(() -> RULES.text(pages(wrong)))
                    .as("%s", wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("missing, or of other rules");
        }
        assertThat(RULES.is(1, RULES.page(1))).isTrue();
        assertThat(RULES.is(1, RULES.page(2))).isFalse();
        assertThat(RULES.is(1, new byte[PagedRules.PAGE_BYTES + 1])).isFalse();
    }

    @Test
    void bothFormsComeBackFromAnOrder() {
        for (PagedRules rules : List.of(RULES, RULES.head())) {
            OrderAction action = new OrderAction.GatewayPages(rules);
            assertThat(OrderAction.parse(OrderKind.GATEWAY_PAGES, action.encodeArgs()))
                    .isEqualTo(action);
        }
        assertThat(new OrderAction.GatewayPages(RULES.head()).encodeArgs().length)
                .isLessThan(200);
    }

    @Test
    void manyBytesOfFewAreReadNoFurtherThanWasSaid() {
        byte[] zeros = new byte[1_000_000];
        PagedRules said = PagedRules.of(zeros);
        byte[] packed = said.packed();
        PagedRules less = new PagedRules(said.digest(), 10, said.pages(), packed);
        assertThatThrownBy(() -> less.text(packed)).hasMessageContaining("not the rules whose digest");
        PagedRules more = new PagedRules(said.digest(), zeros.length + 1, said.pages(), packed);
        assertThatThrownBy(() -> more.text(packed)).hasMessageContaining("not the rules whose digest");
        PagedRules other = new PagedRules("00".repeat(32), zeros.length, said.pages(), packed);
        assertThatThrownBy(() -> other.text(packed)).hasMessageContaining("not the rules whose digest");
    }

    @Test
    void whatIsNotPackedOrGoesOnBehindItsEndIsRefused() {
        byte[] noise = "no packed rules".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> raw(noise, 5).text(noise)).hasMessageContaining("packed rules");
        byte[] packed = deflated("rules");
        byte[] longer = Arrays.copyOf(packed, packed.length + 1);
        assertThatThrownBy(() -> raw(longer, 5).text(longer)).hasMessageContaining("not the rules");
        assertThat(raw(packed, 5).text(packed)).asString().isEqualTo("rules");
        byte[] cut = Arrays.copyOf(packed, packed.length - 1);
        assertThatThrownBy(() -> raw(cut, 5).text(cut)).hasMessageContaining("not the rules");
    }

    @Test
    void limitsAreKept() {
        String digest = "00".repeat(32);
        byte[] none = new byte[0];
        assertThatThrownBy(() -> PagedRules.of(new byte[PagedRules.TEXT_MOST + 1]))
                .hasMessageContaining("has room for");
        byte[] random = new byte[(PagedRules.PAGES_MOST + 1) * PagedRules.PAGE_BYTES];
        new Random(8).nextBytes(random);
        assertThatThrownBy(() -> PagedRules.of(random)).hasMessageContaining("has room for");
        assertThatThrownBy(() -> new PagedRules(digest, 0, List.of(digest), none))
                .hasMessageContaining("1 to");
        assertThatThrownBy(() -> new PagedRules(digest, 1, List.of(), none)).hasMessageContaining("pages");
        assertThatThrownBy(() -> new PagedRules(digest, 1, List.of("../x"), none))
                .hasMessageContaining("digest");
        assertThatThrownBy(() -> new PagedRules(digest, 1, List.of(digest), new byte[] {1}))
                .hasMessageContaining("not these pages");
        List<String> many = new ArrayList<>(Collections.nCopies(PagedRules.PAGES_MOST + 1, digest));
        assertThatThrownBy(() -> new PagedRules(digest, 1, many, none)).hasMessageContaining("pages");
    }

    private static PagedRules raw(byte[] packed, int bytes) {
        String digest = HexFormat.of().formatHex(Sha256.of("rules".getBytes(StandardCharsets.UTF_8)));
        return new PagedRules(digest, bytes, List.of(HexFormat.of().formatHex(Sha256.of(packed))), packed);
    }

    private static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        byte[] all = new byte[100];
        int length = deflater.deflate(all);
        deflater.end();
        return Arrays.copyOf(all, length);
    }

    private static byte[] pages(List<Integer> numbers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        numbers.forEach(number -> all.writeBytes(RULES.page(number)));
        return all.toByteArray();
    }
}
