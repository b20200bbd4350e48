/** What a report is made of, and how it is written as Markdown, HTML and CSV. */
@NullMarked
package org.parallelbackprop.analysis.document;

import org.jspecify.annotations.NullMarked;
