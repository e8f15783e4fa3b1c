/** The rules of the house as tests: floors (which package may see which) and tidiness (sizes, names, package descriptions). */
@NullMarked
package dev.muster.checks.house;

import org.jspecify.annotations.NullMarked;
