package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @Test
    void textAndAttributesAreEscapedWhereTheyStand() {
        assertThat(Html.render(el("p", attr("title", "\"'<>&"), text("<b>&'\""))))
                .isEqualTo("<p title=\"&quot;&#39;&lt;&gt;&amp;\">&lt;b&gt;&amp;&#39;&quot;</p>");
        assertThat(Html.render(el("br"))).isEqualTo("<br>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "//elsewhere", "/\\elsewhere", "https://elsewhere", "data:x", ""})
    void aLinkStaysOnThisServer(String link) {
        assertThatThrownBy(() -> attr("href", link)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "style", "srcdoc", "href=x onclick"})
    void otherAttributesAreRefused(String name) {
        assertThatThrownBy(() -> attr(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "style", "iframe", "base", "p onclick", "A"})
    void otherElementsAreRefused(String tag) {
        assertThatThrownBy(() -> el(tag, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
