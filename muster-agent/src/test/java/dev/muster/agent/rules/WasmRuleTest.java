package dev.muster.agent.rules;

import static dev.muster.agent.rules.WasmBytes.bytes;
import static dev.muster.agent.rules.WasmBytes.judging;
import static dev.muster.agent.rules.WasmBytes.leb;
import static dev.muster.agent.rules.WasmBytes.module;
import static dev.muster.agent.rules.WasmBytes.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rule makes one number of its sensors; whatever else a module tries ends within its bounds. */
@Timeout(20)
class WasmRuleTest {
    private static long judge(byte[] module, long... sensors) throws RuleRefused, InterruptedException {
        return WasmRule.load(module).judge(number -> sensors[number]);
    }

    private static void refused(String reason, String detail, byte[] module) {
        assertThatThrownBy(() -> judge(module, 1, 2))
                .isInstanceOfSatisfying(
                        RuleRefused.class, no -> assertThat(no.reason()).isEqualTo(reason))
                .hasMessageContaining(detail);
    }

    @Test
    void severalSensorsBecomeOneNumber() throws Exception {
        byte[] fire = WasmBytes.fire();
        assertThat(judge(fire, 22_000, 21_000)).isZero();
        assertThat(judge(fire, 61_000, 21_000)).as("one alone").isZero();
        assertThat(judge(fire, 61_000, 62_000)).isOne();
        assertThat(judge(fire, 21_000, 90_001)).isOne();
        assertThat(judge(judging(0x42, WasmBytes.sleb(-5)), 0)).isEqualTo(-5);
    }

    @Test
    void aJudgementLeavesNothingForTheNext() throws Exception {
        // memory[0] += 1, and its value: 1 each time, when nothing stays.
        byte[] counting = module(
                List.of(section(5, bytes(1, 0, 1))),
                bytes(0),
                bytes(0x41, 0, 0x41, 0, 0x29, 3, 0, 0x42, 1, 0x7c, 0x37, 3, 0, 0x41, 0, 0x29, 3, 0));
        WasmRule rule = WasmRule.load(counting);
        assertThat(rule.judge(_ -> 0)).isOne();
        assertThat(rule.judge(_ -> 0)).isOne();
    }

    @Test
    void aLoopEndsAfterSoManyInstructions() {
        // loop br 0 end i64.const 0
        refused("rule-too-long", "instructions", judging(0x03, 0x40, 0x0c, 0, 0x0b, 0x42, 0));
    }

    @Test
    void longInstructionsEndByTheClock() {
        // loop memory.fill(0, 0, 1 MiB) br 0 end: few instructions, much work.
        byte[] fill = bytes(0x41, 0, 0x41, 0, 0x41, WasmBytes.sleb(16 * 65_536), 0xfc, 11, 0);
        refused(
                "rule-too-long",
                "",
                module(
                        List.of(section(5, bytes(1, 0, 16))),
                        bytes(0),
                        bytes(0x03, 0x40, fill, 0x0c, 0, 0x0b, 0x42, 0)));
    }

    @Test
    void callsWithoutEndEnd() {
        // function 1 calls itself
        refused("rule-failed", "call stack exhausted", judging(0x10, 1));
    }

    @Test
    void memoryGrowsToItsBoundAndNoFurther() throws Exception {
        byte[] grow = bytes(0x41, WasmBytes.sleb(1000), 0x40, 0);
        // memory.grow(1000) is -1, so as a whole number of 64 bits
        assertThat(judge(module(List.of(section(5, bytes(1, 0, 1))), bytes(0), bytes(grow, 0xac)), 0))
                .isEqualTo(-1);
        byte[] some = bytes(0x41, 15, 0x40, 0);
        assertThat(judge(module(List.of(section(5, bytes(1, 0, 1))), bytes(0), bytes(some, 0xac)), 0))
                .as("up to sixteen")
                .isOne();
        refused(
                "module-too-much",
                "16 pages",
                module(List.of(section(5, bytes(1, 0, leb(17)))), bytes(0), bytes(0x42, 0)));
        refused(
                "module-too-much",
                "16 pages",
                module(List.of(section(5, bytes(1, 0, leb(65_536)))), bytes(0), bytes(0x42, 0)));
    }

    @Test
    void tablesAndLocalsAreBounded() {
        refused(
                "module-too-much",
                "1024 entries",
                module(List.of(section(4, bytes(1, 0x70, 0, leb(5_000_000)))), bytes(0), bytes(0x42, 0)));
        refused(
                "module-too-much",
                "256 locals",
                module(List.of(), bytes(1, leb(20_000), WasmBytes.I64), bytes(0x42, 0)));
        refused("module-too-much", "65536 bytes", new byte[WasmRule.MAX_MODULE_BYTES + 1]);
    }

    @Test
    void nothingButItsSensorsIsThere() {
        byte[] files =
                bytes(0, "asm", 1, 0, 0, 0, WasmBytes.TYPES, section(2, bytes(1, 4, "wasi", 7, "fd_read", 0, 1)));
        refused("module-invalid", "wasi.fd_read", files);
        byte[] memory =
                bytes(0, "asm", 1, 0, 0, 0, WasmBytes.TYPES, section(2, bytes(1, 6, "muster", 6, "sensor", 2, 0, 1)));
        refused("module-invalid", "muster.sensor", memory);
        byte[] otherType =
                bytes(0, "asm", 1, 0, 0, 0, WasmBytes.TYPES, section(2, bytes(1, 6, "muster", 6, "sensor", 0, 0)));
        refused("module-invalid", "muster.sensor", otherType);
        refused("rule-failed", "", judging(WasmBytes.sensor(7)));
    }

    @Test
    void whatIsNoRuleIsRefused() {
        refused("module-invalid", "", new byte[0]);
        refused("module-invalid", "", "\0asm but nothing".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused("rule-failed", "", bytes(0, "asm", 1, 0, 0, 0));
        refused("rule-failed", "", judging(0x00, 0x42, 0));
        // table.size: references are not for rules
        refused(
                "module-invalid",
                "TABLE_SIZE",
                module(List.of(section(4, bytes(1, 0x70, 0, 1))), bytes(0), bytes(0xfc, 16, 0, 0xad)));
        // judge gives 32 bits
        byte[] narrow = bytes(
                0,
                "asm",
                1,
                0,
                0,
                0,
                section(1, bytes(1, 0x60, 0, 1, WasmBytes.I32)),
                section(3, bytes(1, 0)),
                section(7, bytes(1, 5, "judge", 0, 0)),
                section(10, bytes(1, 4, 0, 0x41, 1, 0x0b)));
        refused("rule-failed", "whole number", narrow);
    }

    /** Of a good module every byte is changed, by turns, in every bit: none gets out, none stays. */
    @Test
    @Timeout(110)
    void everyChangedModuleIsJudgedOrRefused() throws Exception {
        byte[] good = WasmBytes.fire();
        int judged = 0;
        int refused = 0;
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) (1 << bit);
                try {
                    judge(changed, 22_000, 21_000);
                    judged++;
                } catch (RuleRefused no) {
                    assertThat(no.reason()).isNotEmpty();
                    refused++;
                }
            }
        }
        assertThat(judged + refused).isEqualTo(good.length * 8);
        assertThat(refused).isGreaterThan(judged / 4);
    }
}
