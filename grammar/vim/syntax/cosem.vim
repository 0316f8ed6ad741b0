" Made by cosemgen.syntax.highlighting of the grammar.
if exists("b:current_syntax")
  finish
endif
syn iskeyword @,48-57,_,-
syn match cosemType /\v<%(CHOICE|array|bcd|bit-string|boolean|compact-array|date|date-time|delta-double-long|delta-double-long-unsigned|delta-integer|delta-long|delta-long-unsigned|delta-unsigned|dont-care|double-long|double-long-unsigned|enum|float32|float64|integer|long|long-unsigned|long64|long64-unsigned|null-data|octet-string|structure|time|unsigned|utf8-string|visible-string)>/
syn match cosemFirst /\v<%(add|applies|attribute|bits|cardinality|change|class|clause|client|confidence|data-types|date-times|decision|edition|enumeration|group|in-use|layout|medium|method|methods|name|named|needs|object|objects|open|package|profile|profiles|quirk|range|remove|requires|scalers|select|selector|since|source|telegram|type|undefined|units|use|values|variant|version|withdrawn)>/
syn match cosemOther /\v<%(access|after|alternative|and|any|as|by|call|code|complex|consortia|core|country|default|deviation|dimensionless|dumps|dynamic|empty|filler|firmware|from|high|in|inactive|integral|list|low|maker|mandatory|manufacturer|means|meter|model|none|note|octets|of|optional|or|overlaps|read-only|reads|refers|reserved|returns|rule|same|scaler|scaler-unit|script|secret|shown|si|signed|simple|special|static|to|unconfirmed|unit|unofficial|unused|user|utility|value|when|where)>/
syn match cosemMember /\v<[A-Za-z_][A-Za-z0-9_-]*\ze[ \t]*:/
syn match cosemNumber /\v\@?<-?%(0x\x+|\d+)>/
syn match cosemCode /\v<%(\d{1,3}|[a-f])%(\.%(\d{1,3}|[a-f])){5}>/
syn region cosemString start=/h\?"/ skip=/\\./ end=/"/ oneline
syn match cosemComment "//.*" contains=@Spell
syn match cosemDoc "///.*" contains=@Spell
hi def link cosemType Type
hi def link cosemFirst Statement
hi def link cosemOther StorageClass
hi def link cosemMember Identifier
hi def link cosemNumber Number
hi def link cosemCode Constant
hi def link cosemString String
hi def link cosemComment Comment
hi def link cosemDoc SpecialComment
let b:current_syntax = "cosem"
