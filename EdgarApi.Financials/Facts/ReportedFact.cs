namespace EdgarApi.Financials.Facts;

/// <summary>One row of the SEC's company facts: one vintage of one fact, as one filing reported it.</summary>
/// <param name="Taxonomy">Taxonomy, as in <c>us-gaap</c>, <c>ifrs-full</c>, <c>dei</c>.</param>
/// <param name="Concept">Element name without prefix.</param>
/// <param name="Label">Standard label of the concept; null if the SEC gives no label.</param>
/// <param name="Unit">Unit as written by the SEC, as in <c>USD</c>, <c>USD/shares</c>.</param>
/// <param name="Period">The period of the fact.</param>
/// <param name="Value">The exact decimal.</param>
/// <param name="Accession">Accession number with dashes of the filing that reported it.</param>
/// <param name="Form">Form of that filing.</param>
/// <param name="Filed">Day on which that filing was filed.</param>
/// <param name="FiscalYear">The filing's own fiscal year tag. It describes the filing, not the fact.</param>
/// <param name="FiscalPeriod">The filing's own fiscal period tag (FY, Q1 …). It describes the filing, not the fact.</param>
/// <param name="Frame">The SEC's frame, on the latest-filed row of some facts. Never identity.</param>
public sealed record ReportedFact(
    string Taxonomy, string Concept, string? Label, string Unit, FactPeriod Period, decimal Value, string Accession, string Form,
    DateOnly Filed, int? FiscalYear, string? FiscalPeriod, string? Frame);
