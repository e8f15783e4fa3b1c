package dev.muster.core.governance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Currencies by their ISO 4217 code. Amounts are whole numbers of the smallest unit (cents of EUR, yen of JPY); a record
 * without a code is in the organisation's own currency, which nobody named. Amounts of two currencies are never added, but
 * where a rate was recorded with the cost.
 */
public final class Money {
    /** Of the currency that nobody named. */
    private static final int DIGITS = 2;

    /** Asked for every amount of a page. */
    private static final Map<String, Currency> KNOWN = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, one -> one));

    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?) ([A-Z]{3})");

    private Money() {}

    /** Empty when no currency has this code. */
    static Optional<Currency> currency(String code) {
        return Optional.ofNullable(KNOWN.get(code));
    }

    /** Digits behind the point when an amount is shown: 2, or as ISO 4217 says. */
    public static int digits(String code) {
        return currency(code)
                .map(one -> Math.max(0, one.getDefaultFractionDigits()))
                .orElse(DIGITS);
    }

    /**
     * What one unit of a cost's currency is worth.
     *
     * @param factor more than nothing
     * @param currency of the line
     */
    record Rate(BigDecimal factor, String currency) {
        /** As it stands in a record: {@code 0.0061 EUR}; empty for anything else. */
        static Optional<Rate> of(String text) {
            Matcher parts = RATE.matcher(text);
            return parts.matches() && new BigDecimal(parts.group(1)).signum() > 0
                    ? Optional.of(new Rate(new BigDecimal(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        }

        /** An amount of the cost's currency in the line's, rounded half to even. */
        long convert(long amount, String from) {
            return BigDecimal.valueOf(amount, digits(from))
                    .multiply(factor)
                    .movePointRight(digits(currency))
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
    }

    /** A field names a currency, or nothing. */
    record Coded(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            return asked.field(field)
                    .filter(code -> currency(code).isEmpty())
                    .map(code -> field + " is " + code + ", which is no code of ISO 4217 such as EUR");
        }

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + ", where there is one, is a code of ISO 4217";
        }
    }

    /** A cost is in its line's currency, or says at which rate it counts there. */
    record Rated(String link) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            String own = asked.field("currency").orElse("");
            String line = asked.field(link)
                    .flatMap(id -> asked.store().find(machine.field(link).target(), id))
                    .map(found -> found.fields().getOrDefault("currency", ""))
                    .orElse("");
            Optional<String> rate = asked.field("rate");
            if (own.isEmpty() || own.equals(line)) {
                return rate.isEmpty()
                        ? Optional.empty()
                        : Optional.of("the cost is in the currency of its line: there is no rate");
            }
            if (line.isEmpty()) {
                return Optional.of("the line names no currency, so a cost in " + own + " cannot count there");
            }
            return rate.flatMap(Rate::of)
                            .filter(one -> one.currency().equals(line))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "the line is in " + line + ": the rate says what one " + own + " is, such as 0.92 " + line);
        }

        @Override
        public List<String> asks() {
            return List.of(link, "currency", "rate");
        }

        @Override
        public String words() {
            return "it is in the currency of its " + link + ", or says the rate";
        }
    }
}
