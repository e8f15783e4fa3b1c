package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A device believes a ledger that grows, and nothing else. */
class KeptHeadTest {
    private static final String ORIGIN = "log.example/acme/record";

    private final NoteSigner signer = signer();
    private final Map<TileId, byte[]> full = new HashMap<>();
    private final Frontier frontier = Frontier.empty(full::put);
    private final List<byte[]> roots = new ArrayList<>(List.of(frontier.root()));

    private static NoteSigner signer() {
        KeyPair pair = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        return new NoteSigner(NoteKey.of(ORIGIN, NoteKey.Type.ED25519, pair.getPublic()), pair.getPrivate());
    }

    private void grow(int leaves) {
        for (int i = 0; i < leaves; i++) {
            frontier.append(MerkleHash.leaf(new byte[] {(byte) roots.size()}));
            roots.add(frontier.root());
        }
    }

    private HeadOffer offer(long since, int size) {
        Proofs proofs = new Proofs(new TileNodes(
                tile -> tile.full() ? full.getOrDefault(tile, new byte[0]) : frontier.partial(tile), frontier.size()));
        List<byte[]> path = since == 0 || since >= size
                ? List.of()
                : proofs.consistency(since, size).path();
        return offer(signer, since, path, Checkpoint.of(ORIGIN, size, roots.get(size)));
    }

    private static HeadOffer offer(NoteSigner signer, long since, List<byte[]> path, Checkpoint head) {
        return new HeadOffer(signer.key().vkey(), signer.sign(head).encode(), since, path);
    }

    @Test
    void aLedgerThatGrowsIsFollowedAndTheKeyIsPinned() {
        grow(5);
        KeptHead kept = KeptHead.first(HeadOffer.parse(offer(0, 5).encode()));
        assertThat(kept.checkpoint().size()).isEqualTo(5);
        assertThat(kept.judge(offer(5, 5))).isEqualTo(new KeptHead.Judged.Grown(kept));
        grow(7);
        KeptHead.Judged judged = kept.judge(offer(5, 12));
        assertThat(judged).isInstanceOf(KeptHead.Judged.Grown.class);
        KeptHead next = ((KeptHead.Judged.Grown) judged).head();
        assertThat(next.checkpoint().size()).isEqualTo(12);
        assertThat(KeptHead.parse(next.encode())).isEqualTo(next);
    }

    @Test
    void anOlderCopyIsBehind() {
        grow(9);
        KeptHead kept = KeptHead.first(offer(0, 9));
        assertThat(kept.judge(offer(9, 4))).isEqualTo(new KeptHead.Judged.Behind(4));
    }

    @Test
    void anotherHistoryAnotherKeyAndAPathTooShortContradict() {
        grow(5);
        KeptHead kept = KeptHead.first(offer(0, 5));
        grow(7);
        HeadOffer good = offer(5, 12);
        List<HeadOffer> bad = List.of(
                offer(signer, 5, good.path(), Checkpoint.of(ORIGIN, 12, MerkleHash.leaf(new byte[1]))),
                offer(signer, 5, List.of(), Checkpoint.of(ORIGIN, 12, roots.get(12))),
                offer(signer, 5, good.path().subList(1, good.path().size()), Checkpoint.of(ORIGIN, 12, roots.get(12))),
                offer(signer, 5, List.of(), Checkpoint.of(ORIGIN, 5, MerkleHash.leaf(new byte[1]))),
                offer(signer(), 5, good.path(), Checkpoint.of(ORIGIN, 12, roots.get(12))),
                offer(signer, 5, good.path(), Checkpoint.of("log.example/other/record", 12, roots.get(12))),
                new HeadOffer(
                        good.vkey(),
                        offer(signer(), 5, good.path(), Checkpoint.of(ORIGIN, 12, roots.get(12)))
                                .note(),
                        5,
                        good.path()));
        assertThat(bad)
                .allSatisfy(offer -> assertThat(kept.judge(offer)).isInstanceOf(KeptHead.Judged.Contradicts.class));
    }

    @Test
    void whatIsNoOfferIsRefused() {
        grow(2);
        HeadOffer good = offer(0, 2);
        assertThatThrownBy(() -> HeadOffer.parse(Cbor.map().put(1, "x").build()))
                .isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> HeadOffer.parse(Cbor.of(7))).isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> new HeadOffer(good.vkey(), new byte[HeadOffer.MAX_NOTE_BYTES + 1], 0, List.of()))
                .isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> KeptHead.parse(new byte[] {'x'})).isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> KeptHead.first(offer(signer, 0, List.of(), Checkpoint.of("other", 2, roots.get(2)))))
                .isInstanceOf(MerkleException.class);
    }
}
