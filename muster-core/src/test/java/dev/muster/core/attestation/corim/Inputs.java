package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.IntRange;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.RawValue;
import dev.muster.format.attest.corim.Svn;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Random evidence and triples from small alphabets, so that much of it agrees. The same seed gives the same. */
final class Inputs {
    static final List<List<TypedBytes>> SIGNERS = List.of(List.of(key(1)), List.of(key(2)), List.of(key(2), key(3)));

    private final Random random;
    private int numbered;
    private final List<MeasurementValues> pool = new ArrayList<>();

    Inputs(long seed) {
        this.random = new Random(seed);
    }

    static TypedBytes key(int number) {
        return TypedBytes.bytes(new byte[] {(byte) number});
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> Optional<T> maybe(int oneIn, Supplier<T> value) {
        return chance(oneIn) ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(int most, Supplier<T> value) {
        List<T> list = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            list.add(value.get());
        }
        return list;
    }

    List<Ect.Elements> evidence() {
        return some(
                3,
                () -> new Ect.Elements(
                        environment(), measurements(4), Ect.Origin.EVIDENCE, List.of(key(9)), Optional.empty()));
    }

    List<Oracle.Said> said() {
        return some(14, () -> new Oracle.Said(numbered++, triple(), SIGNERS.get(random.nextInt(SIGNERS.size()))));
    }

    private Environment environment() {
        return new Environment(
                chance(4) ? Optional.of(key(20 + random.nextInt(2))) : Optional.empty(),
                Optional.of("v" + random.nextInt(2)),
                maybe(2, () -> "m" + random.nextInt(2)),
                chance(8) ? OptionalLong.of(random.nextInt(2)) : OptionalLong.empty(),
                OptionalLong.empty(),
                maybe(5, () -> key(30 + random.nextInt(2))),
                Optional.empty());
    }

    private List<Measurement> measurements(int most) {
        return some(most, () -> new Measurement(element(), values(), List.of()));
    }

    private Optional<MeasuredElement> element() {
        return switch (random.nextInt(5)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new MeasuredElement.Numbered(1));
            case 2 -> Optional.of(MeasuredElement.of("1"));
            default -> Optional.of(MeasuredElement.of("a"));
        };
    }

    /** Half of them are something from before, perhaps with one value changed: else too little agrees. */
    private MeasurementValues values() {
        if (!pool.isEmpty() && chance(2)) {
            MeasurementValues known = pool.get(random.nextInt(pool.size()));
            return switch (random.nextInt(6)) {
                case 0 -> known.withFlags(Map.of(random.nextInt(2), random.nextBoolean()));
                case 1 -> MeasurementValues.ofRaw(raw());
                case 2 -> known.withSvn(new Svn(random.nextInt(3) - 1L, chance(2)));
                default -> known;
            };
        }
        MeasurementValues fresh = fresh();
        pool.add(fresh);
        return fresh;
    }

    private MeasurementValues fresh() {
        MeasurementValues made = new MeasurementValues(
                maybe(8, this::version),
                maybe(4, () -> new Svn(random.nextInt(3) - 1L, chance(2))),
                maybe(4, this::digests).orElse(List.of()),
                chance(6) ? Map.of(random.nextInt(2), random.nextBoolean()) : Map.of(),
                maybe(6, this::raw),
                maybe(8, () -> "n" + random.nextInt(2)),
                Optional.empty(),
                maybe(8, () -> some(3, () -> key(random.nextInt(2)))).orElse(List.of()),
                maybe(6, this::registers).orElse(Map.of()),
                maybe(5, this::range),
                others());
        return made.isEmpty() ? MeasurementValues.ofSvn(Svn.exactly(random.nextInt(2))) : made;
    }

    private Version version() {
        return new Version(
                "v" + random.nextInt(2), chance(2) ? OptionalInt.of(1) : OptionalInt.empty(), Optional.empty());
    }

    private List<Digest> digests() {
        return some(
                2,
                () -> chance(2)
                        ? Digest.sha256(filled(32, random.nextInt(2)))
                        : new Digest("sha-384", filled(48, random.nextInt(2))));
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private RawValue raw() {
        int size = 1 + random.nextInt(2);
        byte[] value = filled(size, random.nextInt(4));
        return new RawValue(
                value, maybe(3, () -> filled(chance(4) ? size + 1 : size, random.nextBoolean() ? 0xFF : 1)));
    }

    private Map<MeasuredElement, List<Digest>> registers() {
        Map<MeasuredElement, List<Digest>> registers = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            registers.put(chance(3) ? MeasuredElement.of("5") : new MeasuredElement.Numbered(5), digests());
        }
        return registers;
    }

    private IntRange range() {
        if (chance(2)) {
            return IntRange.of(random.nextInt(3));
        }
        int low = random.nextInt(3);
        return new IntRange(
                maybe(2, () -> BigInteger.valueOf(low)), maybe(2, () -> BigInteger.valueOf(low + random.nextInt(3))));
    }

    private Map<Long, TypedBytes> others() {
        Map<Long, TypedBytes> others = new HashMap<>();
        if (chance(8)) {
            others.put(6L, key(random.nextInt(2)));
        }
        if (chance(10)) {
            others.put(-5L, key(0));
        }
        return others;
    }

    private Triple triple() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Triple.Reference(environment(), measurements(2));
            case 2 -> new Triple.Endorsed(environment(), measurements(2));
            case 3 ->
                new Triple.Conditional(
                        some(2, this::state), some(2, () -> new Triple.Endorsed(environment(), measurements(2))));
            case 4 -> series();
            case 5 ->
                new Triple.Keys(
                        chance(2) ? Triple.KeyKind.ATTEST : Triple.KeyKind.IDENTITY,
                        environment(),
                        List.of(key(40 + random.nextInt(2))),
                        chance(3) ? element() : Optional.empty(),
                        chance(4) ? List.of(key(9)) : List.of());
            case 6 -> new Triple.Domain(true, environment(), some(2, this::environment));
            default -> new Triple.Domain(false, environment(), some(2, this::environment));
        };
    }

    /** Members that may ask for the same: the first must win. */
    private Triple series() {
        List<Measurement> shared = measurements(1);
        return new Triple.Series(
                state(), some(3, () -> new Triple.Choice(chance(2) ? shared : measurements(1), measurements(1))));
    }

    /** A condition of any kind. */
    Condition condition() {
        return new Condition(
                environment(), measurements(2), chance(4) ? SIGNERS.get(random.nextInt(SIGNERS.size())) : List.of());
    }

    Ect.Elements claim() {
        return new Ect.Elements(
                environment(),
                measurements(2),
                Ect.Origin.EVIDENCE,
                SIGNERS.get(random.nextInt(SIGNERS.size())),
                Optional.empty());
    }

    /** A condition on one kind of value of the claim's element. */
    Condition about(Ect.Elements claim, int kind) {
        return new Condition(
                claim.environment(),
                List.of(new Measurement(claim.elements().getFirst().key(), few(kind), List.of())),
                List.of());
    }

    /** The claim with one kind of value. */
    Ect.Elements with(Ect.Elements claim, int kind) {
        return claim.with(List.of(new Measurement(claim.elements().getFirst().key(), few(kind), List.of())));
    }

    int kind() {
        return random.nextInt(8);
    }

    private MeasurementValues few(int kind) {
        MeasurementValues digest = MeasurementValues.ofDigest(Digest.sha256(new byte[32]));
        return switch (kind) {
            case 0 -> MeasurementValues.ofVersion(version());
            case 1 -> MeasurementValues.ofSvn(new Svn(random.nextInt(3) - 1L, chance(2)));
            case 2 -> digest.withDigests(digests());
            case 3 -> MeasurementValues.ofFlags(Map.of(random.nextInt(2), random.nextBoolean()));
            case 4 -> MeasurementValues.ofRaw(raw());
            case 5 -> digest.withKeys(some(3, () -> key(random.nextInt(2))));
            case 6 -> digest.withRegisters(registers());
            default ->
                new MeasurementValues(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of("n"),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        chance(2) ? Optional.of(range()) : Optional.empty(),
                        others());
        };
    }

    private Triple.State state() {
        return new Triple.State(
                environment(),
                chance(2) ? measurements(1) : List.of(),
                chance(3) ? SIGNERS.get(random.nextInt(SIGNERS.size())) : List.of());
    }
}
