using System.Diagnostics.CodeAnalysis;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Creates sources of responses.</summary>
internal static class SourceResponses
{
    extension(SourceResponse)
    {
        [return: NotNullIfNotNull(nameof(source))]
        public static SourceResponse? From(Source? source) => source is null ? null : new()
        {
            Concept = source.Concept,
            Accession = source.Accession,
            Form = source.Form,
            Filed = source.Filed,
            Start = source.Start,
            End = source.End,
            Value = source.Value,
            Derivation = source.Derivation,
            Operands = FromList(source.Operands),
            Restated = source.Restated,
            MixedBasis = source.MixedBasis,
            OtherVintages = FromList(source.OtherVintages),
        };
    }

    private static List<SourceResponse>? FromList(IReadOnlyList<Source> sources) =>
        sources.Count == 0 ? null : [.. sources.Select(source => SourceResponse.From(source))];
}
