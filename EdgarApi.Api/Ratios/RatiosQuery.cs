using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Ratios;

internal sealed record RatiosQuery(Frequency Frequency, int Periods, StatementOptions Options, RatioFields Fields) : IQuery<RatiosQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Periods, CommonParameters.Freq, CommonParameters.AsOf, CommonParameters.Vintage, RatioFields.Parameter,
        MediaType.Parameter,
    ];

    public TierNeeds Needs => new(Periods: Periods);

    public string Canonical => string.Join(':',
        Names.Frequencies.GetName(Frequency), Periods, CommonParameters.Canonical(Options), Fields.Canonical);

    public static RatiosQuery Read(QueryReader reader) => new(
        reader.Get(CommonParameters.Freq), reader.Get(CommonParameters.Periods), CommonParameters.ReadOptions(reader),
        RatioFields.Read(reader));
}
