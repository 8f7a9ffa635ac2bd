using System.Globalization;
using EdgarApi.Contracts;
using EdgarApi.Financials.Statements.Rules;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Contract;

/// <summary>The version of the engine's rules in responses: a member of the JSON, and a header that CSV and 304 have too.</summary>
internal static class RulesVersions
{
    public const string Header = ApiHeaders.RulesVersion;

    public static readonly StringValues HeaderValue = RulesVersion.Current.ToString(CultureInfo.InvariantCulture);
}
