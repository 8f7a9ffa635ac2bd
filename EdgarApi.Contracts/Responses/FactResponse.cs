using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A fact as filed.</summary>
/// <param name="Taxonomy">us-gaap, ifrs-full, dei …</param>
/// <param name="Concept">Name of the concept within its taxonomy.</param>
/// <param name="Label">Standard label of the concept, if the SEC provides one.</param>
/// <param name="Unit">Unit as the SEC writes it.</param>
/// <param name="Start">First day; absent for an instant.</param>
/// <param name="End">Last day, or the date of the instant.</param>
/// <param name="Value">The value, digit for digit.</param>
/// <param name="Accession">Accession number of the filing that reports the fact.</param>
/// <param name="Form">Form of the filing.</param>
/// <param name="Filed">Filing date.</param>
/// <param name="FiscalYear">Fiscal year of the filing.</param>
/// <param name="FiscalPeriod">Fiscal period of the filing.</param>
/// <param name="Frame">The SEC's frame; present only on the latest-filed row of some facts.</param>
public readonly record struct FactResponse(
    string Taxonomy,
    string Concept,
    string? Label,
    string Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Start,
    DateOnly End,
    decimal Value,
    string Accession,
    string Form,
    DateOnly Filed,
    int? FiscalYear,
    string? FiscalPeriod,
    string? Frame);
