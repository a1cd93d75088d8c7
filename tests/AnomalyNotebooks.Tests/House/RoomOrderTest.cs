using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Tests.House;

/// <summary>The rooms of the library have an order, and each uses only those before it.</summary>
public partial class RoomOrderTest
{
    private static readonly string[] Rooms =
        ["", "Numerics", "Display", "Flows", "Features", "Model", "Scores", "Detectors", "Evaluation", "Figures"];

    private static readonly Assembly Library = typeof(FlowTable).Assembly;
    private static readonly OpCode[] OneByte = new OpCode[256], TwoBytes = new OpCode[256];

    static RoomOrderTest()
    {
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            (code.Size == 1 ? OneByte : TwoBytes)[code.Value & 0xFF] = code;
        }
    }

    [Fact]
    public void Every_room_uses_only_rooms_before_it()
    {
        IReadOnlyDictionary<string, string> roomOf = RoomsByType();
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var right = new HashSet<string>(StringComparer.Ordinal);
        foreach (Type type in Library.GetTypes())
        {
            if (Room(type) is not { } room) continue;
            foreach (Type used in Used(type))
            {
                if (Room(used) is not { } other) continue;
                ISet<string> uses = Array.IndexOf(Rooms, other) > Array.IndexOf(Rooms, room) ? wrong : right;
                uses.Add($"{room}/{Top(type).Name} uses {other}/{Top(used).Name}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Contains("Figures/Pictures uses Evaluation/AlarmRate", right); // named in the body of a method: it is seen

        string? Room(Type type) => type.Assembly != Library ? null : roomOf.GetValueOrDefault(PlainName(Top(type)));
    }

    [Fact]
    public void Every_type_stands_in_a_room()
    {
        IReadOnlyDictionary<string, string> roomOf = RoomsByType();
        Assert.All(roomOf.Values, room => Assert.Contains(room, Rooms));
        Assert.All(Library.GetTypes().Where(type => !type.IsNested && !type.Name.StartsWith('<')), type =>
            Assert.True(roomOf.ContainsKey(PlainName(type)) || type.Namespace?.StartsWith("AnomalyNotebooks",
                StringComparison.Ordinal) != true, type.FullName));
    }

    // The first folder below the library's own of the file in which each type is declared; "" for what stands beside the rooms.
    private static Dictionary<string, string> RoomsByType()
    {
        string root = Path.Combine(Repository.Root, "src", "AnomalyNotebooks");
        var rooms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string[] path = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
            if (path[0] is "obj" or "bin") continue;
            foreach (Match match in Declaration().Matches(File.ReadAllText(file)))
                rooms.TryAdd(match.Groups["name"].Value, path.Length == 1 ? "" : path[0]);
        }

        return rooms;
    }

    private static Type Top(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    private static string PlainName(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type?> direct = type.GetInterfaces().Append(type.BaseType)
            .Concat(type.GetFields(all).Select(field => field.FieldType))
            .Concat(type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).SelectMany(OfMethod));
        return direct.OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type?> OfMethod(MethodBase method)
    {
        IEnumerable<Type?> signature = method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append((method as MethodInfo)?.ReturnType);
        return method.GetMethodBody() is not { } body ? signature
            : [.. signature, .. body.LocalVariables.Select(local => local.LocalType), .. Tokens(method, body.GetILAsByteArray()!)];
    }

    // The types of everything that a method's instructions name.
    private static List<Type?> Tokens(MethodBase method, byte[] code)
    {
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var types = new List<Type?>();
        for (int i = 0; i < code.Length;)
        {
            OpCode operation = code[i] == 0xFE ? TwoBytes[code[i + 1]] : OneByte[code[i]];
            i += operation.Size;
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, i), ofType, ofMethod)!;
                    types.Add(member as Type ?? member.DeclaringType);
                    if (member is MethodInfo { IsGenericMethod: true } generic) types.AddRange(generic.GetGenericArguments());
                    i += 4;
                    break;
                case OperandType.InlineSwitch:
                    i += 4 + (4 * BitConverter.ToInt32(code, i));
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    i += 8;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    i += 1;
                    break;
                case OperandType.InlineVar:
                    i += 2;
                    break;
                default:
                    i += 4;
                    break;
            }
        }

        return types;
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType) type = type.GetElementType()!;
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }

    [GeneratedRegex(
        @"^(?:public |internal |file )?(?:(?:sealed|static|abstract|readonly|partial|unsafe|ref) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Declaration();
}
