using System.Reflection;
using System.Xml.Linq;
using EdgarApi.Contracts;

namespace EdgarApi.Api.OpenApi;

/// <summary>
/// The XML documentation of the responses in <c>EdgarApi.Contracts</c>, which describes their members in the OpenAPI document too.
/// </summary>
internal static class ContractComments
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(Read);

    /// <summary>Finds the description of a member: its summary or, in a positional record, its parameter.</summary>
    /// <returns>Null for members of other assemblies.</returns>
    public static string? Find(PropertyInfo property)
    {
        if (property.DeclaringType is not { } type || type.Assembly != typeof(ApiRoutes).Assembly) return null;
        var comment = Members.Value.GetValueOrDefault($"P:{type.FullName}.{property.Name}")?.Element("summary")
            ?? Members.Value.GetValueOrDefault($"T:{type.FullName}")?.Elements("param")
                .FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name);
        return comment is null ? null : string.Join(' ', comment.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Dictionary<string, XElement> Read()
    {
        using var stream = typeof(ContractComments).Assembly.GetManifestResourceStream("contracts.xml")!;
        return XDocument.Load(stream).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
    }
}
