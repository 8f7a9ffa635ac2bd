using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Bootstrap;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Accounts.Keys;
using EdgarApi.Caching;
using EdgarApi.Sec;
using EdgarApi.ServiceDefaults.Shutdown;
using EdgarApi.ServiceDefaults.Startup;
using EdgarApi.Storage;
using EdgarApi.Warmer.Edge;
using EdgarApi.Warmer.Warming;

namespace EdgarApi.Tests.Settings;

/// <summary>All options classes, those with a configuration section, and the programs that use them.</summary>
internal static partial class SettingCatalog
{
    public const string Api = "EdgarApi.Api";
    public const string Warmer = "EdgarApi.Warmer";

    /// <summary>A type of each project that has options.</summary>
    private static readonly Type[] Projects =
    [
        typeof(SecExtensions), typeof(StorageExtensions), typeof(CachingExtensions), typeof(AccountsExtensions), typeof(ShutdownOptions),
        typeof(WarmingOptions),
    ];

    public static IReadOnlyList<Type> Classes =>
    [
        .. Projects.Select(type => type.Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is { IsLiteral: true })
            .OrderBy(GetSection, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> GetPrograms(Type options) =>
        options == typeof(WarmingOptions) || options == typeof(EdgeOptions) || options == typeof(BootstrapOptions) ? [Warmer]
        : options == typeof(KeyOptions) || options == typeof(DegradedModeOptions) || options == typeof(ShutdownOptions)
            || options == typeof(WarmUpOptions) ? [Api]
        : [Api, Warmer];

    public static string GetSection(Type options) => (string)options.GetField("Section")!.GetRawConstantValue()!;

    public static IEnumerable<Setting> GetSettings(Type options) =>
        options.GetProperties().Where(property => property.CanWrite).Select(property => new Setting(property));

    /// <summary>The summary of a class without the name of its section.</summary>
    public static string Describe(Type options) =>
        ReadSummary(options.Assembly, $"T:{options.FullName}").Split("; configuration section") is [var first, var rest]
            ? first + rest[rest.IndexOf('.', StringComparison.Ordinal)..]
            : throw new InvalidOperationException($"The summary of {options.Name} does not name its section.");

    private static string ReadSummary(Assembly assembly, string member)
    {
        var document = XDocument.Load(Path.ChangeExtension(assembly.Location, "xml"));
        var summary = document.Descendants("member")
            .SingleOrDefault(element => element.Attribute("name")!.Value == member)?.Element("summary");
        Assert.True(summary is not null, $"{member} has no summary.");
        return Spaces().Replace(string.Concat(summary.Nodes().Select(ToMarkdown)), " ").Trim();
    }

    private static string ToMarkdown(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement code => $"`{code.Value}`",
        _ => node is XText text ? text.Value : "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>A setting with its default and range, as text of a settings file.</summary>
    public sealed record Setting(PropertyInfo Property)
    {
        public string Key => $"{GetSection(Property.DeclaringType!)}:{Property.Name}";

        public object? Default => Property.GetValue(Activator.CreateInstance(Property.DeclaringType!));

        public string DefaultText => Default switch
        {
            null or "" => "",
            bool value => value ? "true" : "false",
            IReadOnlyList<string> list => string.Join(", ", list),
            Uri address => address.OriginalString,
            var value => ToText(value),
        };

        public string Range =>
            Property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{ToText(range.Minimum)} to {ToText(range.Maximum)}"
            : Property.PropertyType == typeof(bool) ? "true, false"
            : Property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(Property.PropertyType))
            : "";

        public string Description => ReadSummary(Property.DeclaringType!.Assembly, $"P:{Property.DeclaringType!.FullName}.{Property.Name}");

        private static string ToText(object value) => value is TimeSpan time && time.Ticks % TimeSpan.TicksPerSecond != 0
            ? time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0')
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
}
